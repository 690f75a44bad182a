import pg from 'pg';
import { endClient } from '#platform/database/endClient.ts';
import type { OwnerQueries } from './ownerQueries.ts';

/** What one connection of the owner tells about itself. */
export interface OwnerConnectionEvents {
  /** A notification of a channel that was listened to. */
  onNotification(): void;
  /** The connection is gone; every later statement fails. */
  onLost(reason: Error): void;
}

/** One connection of the owner, for what a connection holds: locks and listening. */
export interface OwnerConnection extends OwnerQueries {
  close(): Promise<void>;
}

/** Connects as the owner of a subgraph's database; statements have 3 s for their answer. */
export async function ownerConnection(
  adminUrl: string,
  name: string,
  events: OwnerConnectionEvents,
): Promise<OwnerConnection> {
  const client = new pg.Client({
    connectionString: adminUrl,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    query_timeout: 3_000,
    keepAlive: true,
    pipeline: true,
  });
  client.on('error', events.onLost);
  client.on('end', () => events.onLost(new Error('The connection to the database ended.')));
  client.on('notification', () => events.onNotification());
  await client.connect();
  return {
    query: <R>(sql: string, params?: unknown[]) => client.query<R & pg.QueryResultRow>(sql, params),
    close: () => endClient(client),
  };
}
