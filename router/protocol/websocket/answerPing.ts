import type { TransportParts } from '../transportParts.ts';
import type { Connection } from './connection.ts';
import { identified } from './identified.ts';

type Payload = Readonly<Record<string, unknown>> | undefined;

/**
 * Answers a `ping` once every subscription that was asked for before is in position: the protocol itself has no message
 * that says so. Its payload may carry two wishes; any other comes back as it is.
 * - `Authorization`: a fresh token of the same user, with which the connection goes on. The pong has `refreshed: true`.
 * - `cursors: true`: the pong has `cursors`, by the ids of the subscriptions that can be resumed.
 *
 * @param cursors of the streams that can be resumed, by the ids of their operations
 */
export async function answerPing(
  connection: Connection,
  payload: Payload,
  cursors: () => Readonly<Record<string, string>>,
  parts: TransportParts,
): Promise<void> {
  const token = payload?.Authorization ?? payload?.authorization;
  if (token !== undefined) {
    const fresh = await identified(connection, payload, parts);
    if (fresh !== undefined) connection.refresh(fresh);
  }
  await connection.settled();
  const answer = {
    ...(token !== undefined && { refreshed: true }),
    ...(payload?.cursors === true && { cursors: cursors() }),
  };
  const own = token !== undefined || payload?.cursors === true;
  await connection.send(JSON.stringify({ type: 'pong', ...(payload && { payload: own ? answer : payload }) }));
}
