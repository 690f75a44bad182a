import type { Principal } from '#platform/identity/principal.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import type { TransportParts } from '../transportParts.ts';
import { closeCodes } from './closeCodes.ts';
import type { Connection } from './connection.ts';
import type { ProtocolSession } from './protocolSession.ts';

type Payload = Readonly<Record<string, unknown>> | undefined;

/**
 * Answers a `ping` once every subscription that was asked for before is in position: the protocol itself has no message
 * that says so. Its payload may carry two wishes; any other comes back as it is.
 * - `Authorization`: a fresh token of the same user, with which the connection goes on. The pong has `refreshed: true`.
 * - `cursors: true`: the pong has `cursors`, by the ids of the subscriptions that can be resumed.
 */
export async function answerPing(session: ProtocolSession, payload: Payload, parts: TransportParts): Promise<void> {
  const { connection } = session;
  const token = payload?.Authorization ?? payload?.authorization;
  if (token !== undefined) {
    const fresh = await identified(connection, payload, parts);
    if (fresh !== undefined) connection.refresh(fresh);
  }
  await connection.settled();
  const answer = {
    ...(token !== undefined && { refreshed: true }),
    ...(payload?.cursors === true && { cursors: session.cursors() }),
  };
  const own = token !== undefined || payload?.cursors === true;
  await connection.send(JSON.stringify({ type: 'pong', ...(payload && { payload: own ? answer : payload }) }));
}

/** Who the payload's token names, null without one; undefined when it was refused, and the connection closed because of it. */
export async function identified(
  connection: Connection,
  payload: Payload,
  { authentication }: TransportParts,
): Promise<Principal | null | undefined> {
  const given = payload?.Authorization ?? payload?.authorization;
  try {
    return await authentication.principalOf(connection.headers, given ?? undefined);
  } catch (error) {
    const { code } = RequestRefused.from(error);
    if (code === 'INTERNAL_ERROR') throw error;
    connection.close(closeCodes.forbidden, code);
    return undefined;
  }
}
