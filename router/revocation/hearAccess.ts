import type { Broadcast } from '#platform/broadcast/broadcast.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { applyAccess } from './applyAccess.ts';
import { type FollowedState, sentChange } from './followedChange.ts';

/** Channel on which routers tell one another of changes of access. */
export const accessChannel = 'inopsio:access';

/**
 * Hears of changes of access and of rate limits from other routers.
 * @returns the function that stops it
 * @throws CodedError BROADCAST_UNAVAILABLE
 */
export async function hearAccess(
  state: FollowedState,
  broadcast: Broadcast,
  logger: Logger,
): Promise<() => Promise<void>> {
  const subscription = await broadcast.subscribe(accessChannel, (message) => {
    const change = sentChange(message);
    if (change) applyAccess(state, change, 'broadcast', logger);
  });
  return () => subscription.close();
}
