import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/embedded/postgres/startEmbeddedPostgres.ts';

/** A durable PostgreSQL that can be killed. */
export interface KillablePostgres {
  /** Superuser's URL. */
  readonly url: string;
  /** SIGKILL of the server; resolves when it is gone. */
  kill(): Promise<void>;
  /** A new start on the same data and port. */
  restart(): Promise<void>;
  /** Whether the server ended by itself. */
  readonly hasEnded: boolean;
  /** Makes an empty database and gives its URL. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** @param dataDir its folder */
export async function startKillablePostgres(dataDir: string): Promise<KillablePostgres> {
  let hasEnded = false;
  const watched = (started: EmbeddedPostgres): EmbeddedPostgres => {
    hasEnded = false;
    void started.exited.then(() => {
      hasEnded = true;
    });
    return started;
  };
  let server = watched(await startEmbeddedPostgres({ dataDir, port: 0 }));
  const { url, port } = server;
  return {
    url,
    async kill() {
      const [pid] = (await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
      await server.exited;
    },
    async restart() {
      server = watched(await startEmbeddedPostgres({ dataDir, port }));
    },
    get hasEnded() {
      return hasEnded;
    },
    async database(name) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const unique = `${name}_${randomBytes(4).toString('hex')}`;
      await client.query(`CREATE DATABASE ${unique}`).finally(() => client.end());
      const own = new URL(url);
      own.pathname = `/${unique}`;
      return own.href;
    },
    stop: () => server.stop(),
  };
}
