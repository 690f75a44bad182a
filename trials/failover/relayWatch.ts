import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/** Looks at the relays of a database from the side of its server. */
export interface RelayWatch {
  /** The server's process that serves the leading relay; resolves when one leads. */
  leader(): Promise<number>;
  /** Resolves when so many relays are connected. */
  untilConnected(count: number): Promise<void>;
  close(): Promise<void>;
}

const pause = 50;

/** @param url superuser's URL of the database */
export async function relayWatch(url: string): Promise<RelayWatch> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    async leader() {
      const sql = `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND (classid, objid) = (7031, 1)
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
      for (;;) {
        const [row] = (await client.query<{ pid: number }>(sql)).rows;
        if (row) return row.pid;
        await wait(pause);
      }
    },
    async untilConnected(count) {
      const sql = `SELECT count(*)::int AS count FROM pg_stat_activity
        WHERE application_name = 'outbox relay' AND datname = current_database()`;
      while ((await client.query(sql)).rows[0].count < count) await wait(pause);
    },
    close: () => client.end(),
  };
}
