import type {
  QueryAlertsArgs,
  QueryDetectionRulesArgs,
  QueryPoliciesArgs,
  QueryThreatsArgs,
  QueryViolationsArgs,
} from '#generated/subgraphs/inosec.ts';
import { equals, hasId } from '#kit/paging/conditions.ts';
import { connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { alerts } from '../infrastructure/alerts.ts';
import { detectionRules } from '../infrastructure/detectionRules.ts';
import { policies } from '../infrastructure/policies.ts';
import { threats } from '../infrastructure/threats.ts';
import { violations } from '../infrastructure/violations.ts';

/** A page of the tenant's alerts. */
export const listAlerts = (session: TenantSession, { first, after, filter, sort }: QueryAlertsArgs) =>
  connection(session, {
    table: alerts,
    where: [equals('status', filter?.status), equals('severity', filter?.severity)],
    orderBy: { column: 'detectedAt', direction: sort?.direction ?? 'DESC' },
    first,
    after,
  });

/** A page of the tenant's threats, newest first. */
export const listThreats = (session: TenantSession, { first, after, filter }: QueryThreatsArgs) =>
  connection(session, {
    table: threats,
    where: [equals('severity', filter?.severity)],
    orderBy: { column: 'detectedAt', direction: 'DESC' },
    first,
    after,
  });

/** A page of the tenant's policies, newest first. */
export const listPolicies = (session: TenantSession, { first, after, filter }: QueryPoliciesArgs) =>
  connection(session, {
    table: policies,
    where: [equals('severity', filter?.severity)],
    orderBy: { column: 'createdAt', direction: 'DESC' },
    first,
    after,
  });

/** A page of the violations of the tenant's policies, newest first. */
export const listViolations = (session: TenantSession, { first, after, filter }: QueryViolationsArgs) =>
  connection(session, {
    table: violations,
    where: [hasId('policy_id', filter?.policyId)],
    orderBy: { column: 'occurredAt', direction: 'DESC' },
    first,
    after,
  });

/** A page of the tenant's detection rules, oldest first. */
export const listDetectionRules = (session: TenantSession, { first, after }: QueryDetectionRulesArgs) =>
  connection(session, {
    table: detectionRules,
    orderBy: { column: 'createdAt', direction: 'ASC' },
    first,
    after,
  });
