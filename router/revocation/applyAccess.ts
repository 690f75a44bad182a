import type { Logger } from '#platform/logs/logger.ts';
import type { FollowedChange, FollowedState } from './followedChange.ts';

/** Takes a change and logs it as a security event where it is news; says whether it was. */
export function applyAccess(state: FollowedState, change: FollowedChange, source: string, logger: Logger): boolean {
  const news = state.apply(change);
  const { kind, tenantId } = change;
  if (news) logger.info({ event: 'security', reason: 'access-changed', kind, tenantId, source }, 'access changed');
  return news;
}
