import type { Broadcast } from '#platform/broadcast/broadcast.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { sentAccessChange } from './accessChangeOf.ts';
import { applyAccess } from './applyAccess.ts';
import type { Revocations } from './revocations.ts';

/** Channel on which routers tell one another of changes of access. */
export const accessChannel = 'inopsio:access';

/**
 * Hears of changes of access from other routers.
 * @returns the function that stops it
 * @throws CodedError BROADCAST_UNAVAILABLE
 */
export async function hearAccess(
  revocations: Revocations,
  broadcast: Broadcast,
  logger: Logger,
): Promise<() => Promise<void>> {
  const subscription = await broadcast.subscribe(accessChannel, (message) => {
    const change = sentAccessChange(message);
    if (change) applyAccess(revocations, change, 'broadcast', logger);
  });
  return () => subscription.close();
}
