import { join } from 'node:path';
import pg from 'pg';
import { readSupergraph } from '#platform/config/readSupergraph.ts';
import { startEmbeddedPostgres } from '#platform/embedded/postgres/startEmbeddedPostgres.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';

/** What the databases of a stopped platform hold. */
export interface StoredEvents {
  /** Events of the log and of the outboxes, in no order; one that was sent twice is here twice. */
  readonly events: readonly EventRecord[];
  /** Events that were given up, with the reason. */
  readonly dead: readonly { readonly consumer: string; readonly reason: string }[];
}

/** Reads the databases of a platform that does not run. */
export async function readStoredEvents(dataDir: string): Promise<StoredEvents> {
  const server = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), port: 0 });
  try {
    const ask = <Row extends object>(database: string, sql: string) => rowsOf<Row>(server.url, database, sql);
    const logged = await ask<EventRecord>('event_log', 'SELECT topic, key, header, payload FROM event_log.events');
    const domains = readSupergraph().map(({ name }) => name);
    const unsent = await Promise.all(
      domains.map((name) => ask<{ event: EventRecord }>(name, 'SELECT event FROM shared.outbox')),
    );
    const dead = await Promise.all(
      domains.map((name) =>
        ask<{ consumer: string; reason: string }>(name, 'SELECT consumer, reason FROM shared.dead_letters'),
      ),
    );
    return { events: [...logged, ...unsent.flat().map(({ event }) => event)], dead: dead.flat() };
  } finally {
    await server.stop();
  }
}

async function rowsOf<Row extends object>(serverUrl: string, database: string, sql: string): Promise<Row[]> {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
