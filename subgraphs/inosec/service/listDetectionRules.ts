import type { QueryDetectionRulesArgs } from '#generated/subgraphs/inosec.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type DetectionRuleRow, detectionRules } from '../infrastructure/detectionRules.ts';

/** A page of the tenant's detection rules, oldest first. */
export function listDetectionRules(
  session: TenantSession,
  { first, after }: QueryDetectionRulesArgs,
): Promise<Connection<DetectionRuleRow>> {
  return connection(session, {
    table: detectionRules,
    orderBy: { column: 'createdAt', direction: 'ASC' },
    first,
    after,
  });
}
