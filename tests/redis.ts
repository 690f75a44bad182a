import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningRedis, startRedis } from '#platform/services/redis/startRedis.ts';

/** A real Redis for one test file. */
export interface TestRedis {
  readonly url: string;
  readonly server: RunningRedis;
  /** Stops it and starts it again on the same port with the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts redis-server on a free port; it keeps what was written over a restart.
 * @throws CodedError SERVICE_START_FAILED that says what to install where there is none
 */
export async function startTestRedis(): Promise<TestRedis> {
  const dataDir = await mkdtemp(join(tmpdir(), 'inopsio-test-redis-'));
  const extra = { appendonly: 'yes', appendfsync: 'always' };
  let server = await startRedis({ dataDir, withParent: true, extra });
  const { port, url } = server;
  return {
    url,
    get server() {
      return server;
    },
    async restart() {
      await server.stop();
      server = await startRedis({ dataDir, port, withParent: true, extra });
    },
    async close() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
