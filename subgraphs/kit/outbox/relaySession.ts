import { type OwnerConnection, ownerConnection } from '../tenancy/ownerConnection.ts';
import { WakeUp } from '../waiting/wakeUp.ts';
import { appendBatch, type OutboxRow } from './appendBatch.ts';
import type { OldestUnsent } from './oldestUnsent.ts';
import { giveSignsOfLife, lead } from './relayLeadership.ts';
import type { RelayOptions } from './relayOptions.ts';

const batchAtMost = 500;

/** A notification may be lost with its connection, never the row: the outbox is looked at this often in any case. */
const lookEveryMs = 1_000;

/**
 * One connection's life of a relay: *connected* → *waiting* for leadership → *leading*, which alternates between
 * reading the oldest rows, appending them and deleting them, and waiting for the next notification.
 *
 * Rows are chosen by being there, not by a sequence that was passed before: a transaction that commits late is found
 * although its sequence is lower than what is published already.
 *
 * @param oldest told about the outbox while this relay leads
 * @param onProgress called once it is connected, also while another relay leads
 * @returns when the signal aborts
 * @throws when the connection fails
 */
export async function relaySession(
  options: RelayOptions,
  oldest: OldestUnsent,
  signal: AbortSignal,
  onProgress: () => void,
): Promise<void> {
  const lost = new AbortController();
  const ended = AbortSignal.any([signal, lost.signal]);
  const wakeUp = new WakeUp();
  const connection = await ownerConnection(options.adminUrl, 'outbox relay', {
    onNotification: () => wakeUp.call(),
    onLost: (reason) => lost.abort(reason),
  });
  let quiet = (): void => undefined;
  try {
    await connection.query('LISTEN outbox');
    await lead(connection, ended);
    quiet = giveSignsOfLife(connection, oldest);
    onProgress();
    while (!ended.aborted) {
      const taken = await relayBatch(connection, options, ended);
      if (taken === 0) await wakeUp.wait(lookEveryMs, ended);
    }
    if (!signal.aborted) throw lost.signal.reason;
  } finally {
    quiet();
    await connection.close();
  }
}

/** Publishes the oldest rows and gives their number. */
async function relayBatch(connection: OwnerConnection, options: RelayOptions, signal: AbortSignal): Promise<number> {
  const { rows } = await connection.query<OutboxRow>('SELECT seq, event FROM shared.outbox ORDER BY seq LIMIT $1', [
    options.batchSize ?? batchAtMost,
  ]);
  if (rows.length === 0) return 0;
  const done = await appendBatch(rows, { ...options, queries: connection, signal });
  if (done)
    await connection.query('DELETE FROM shared.outbox WHERE seq = ANY ($1::bigint[])', [rows.map((row) => row.seq)]);
  return rows.length;
}
