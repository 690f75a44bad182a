import type { Logger } from '#platform/logs/logger.ts';
import type { AccessChange, Revocations } from './revocations.ts';

/** Takes a change of access and logs it as a security event where it is news; says whether it was. */
export function applyAccess(revocations: Revocations, change: AccessChange, source: string, logger: Logger): boolean {
  const news = revocations.apply(change);
  const { kind, tenantId } = change;
  if (news) logger.info({ event: 'security', reason: 'access-changed', kind, tenantId, source }, 'access changed');
  return news;
}
