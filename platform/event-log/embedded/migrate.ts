import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { unavailable } from './unavailable.ts';

const folder = join(import.meta.dirname, 'migrations');
/** Advisory lock under which one process at a time migrates; any constant will do. */
const lock = 7_265_001;

/**
 * Brings the log's tables up to date. Any number of processes may do this at once; each migration runs once.
 * @throws CodedError EVENT_LOG_UNAVAILABLE
 */
export async function migrate(connectionString: string): Promise<void> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [lock]);
    await client.query('CREATE SCHEMA IF NOT EXISTS event_log');
    await client.query('CREATE TABLE IF NOT EXISTS event_log.migrations (name text PRIMARY KEY)');
    const { rows } = await client.query<{ name: string }>('SELECT name FROM event_log.migrations');
    const done = new Set(rows.map((row) => row.name));
    for (const name of (await readdir(folder)).sort()) {
      if (done.has(name)) continue;
      await client.query(await readFile(join(folder, name), 'utf8'));
      await client.query('INSERT INTO event_log.migrations (name) VALUES ($1)', [name]);
    }
    await client.query('COMMIT');
  } catch (error) {
    throw unavailable(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
