import type { Client } from 'pg';

/** Milliseconds that a server has to close its side. */
const within = 1_000;

/**
 * Ends a connection to PostgreSQL, and cuts it where the server does not close its side soon: behind a network that lost the
 * connection nobody ever would. Never throws.
 */
export async function endClient(client: Client): Promise<void> {
  const late = setTimeout(() => cutClient(client), within);
  await client.end().catch(() => undefined);
  clearTimeout(late);
}

/** Cuts a connection without waiting for a server that may no longer answer. */
export function cutClient(client: Client): void {
  client.on('error', () => undefined);
  // pg has no call for this; its own timeouts do the same.
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
