import type { Principal } from '#platform/identity/principal.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import type { TransportParts } from '../transportParts.ts';
import { closeCodes } from './closeCodes.ts';
import type { Connection } from './connection.ts';

/** Who the payload's token names, null without one; undefined when it was refused, and the connection closed because of it. */
export async function identified(
  connection: Connection,
  payload: Readonly<Record<string, unknown>> | undefined,
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
