import { present } from '#kit/references/present.ts';
import type { SubgraphHost } from '#kit/subgraphHost.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { platformTenant } from '#platform/identity/platformTenant.ts';
import { tenantProfiles } from '../infrastructure/tenantProfiles.ts';
import { publishTenantDeleted } from './publishTenantDeleted.ts';
import { publishTenantUpdated } from './publishTenantUpdated.ts';

/** Well within the retention of the event log, from which routers that start learn whom they must not serve. */
const every = 24 * 3_600_000;

/**
 * Tells of every suspended and every deleted tenant, and of every one with rate limits of its own, again, once a day: all
 * of that lasts longer than its events are kept, and a token of such a tenant may still come, or be issued by a provider
 * that does not know.
 */
export async function announceStandings({ sessions, logger }: SubgraphHost): Promise<{ close(): Promise<void> }> {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = tellAll(sessions).catch((error) => {
      logger.warn({ err: error }, 'suspended tenants could not be told of again; tried again tomorrow');
    });
  }, every);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}

/**
 * Publishes `tenant.updated` for every tenant that is not served now or has rate limits of its own, and `tenant.deleted`
 * for every deleted one.
 */
export async function tellAll(sessions: SubgraphHost['sessions']): Promise<void> {
  for (const tenantId of await sessions.tenants()) {
    await (tenantId === platformTenant.id ? tellDeleted(sessions) : tellStanding(sessions, tenantId));
  }
}

/** Whether routers that start, and find no event of a tenant, would take it for what it is not. */
const isOutOfTheOrdinary = `status <> 'ACTIVE' OR requests_per_minute <> 600 OR requests_per_hour <> 10000
  OR user_requests_per_minute <> 600 OR user_requests_per_hour <> 10000
  OR partner_requests_per_minute <> 600 OR partner_requests_per_hour <> 10000`;

async function tellStanding(sessions: SubgraphHost['sessions'], tenantId: string): Promise<void> {
  try {
    const found = await sessions.read(tenantId, (session) =>
      session.query(`SELECT FROM tenant_profile WHERE ${isOutOfTheOrdinary}`),
    );
    if (found.length === 0) return;
    // What it became meanwhile is as true: the row is locked, so that no other change is told of before this one.
    await sessions.transact(tenantId, async (transaction) => {
      await publishTenantUpdated(transaction, present(await lockRow(transaction, tenantProfiles, tenantId)));
    });
  } catch (error) {
    // Deleted since the tenants were listed.
    if (!(error instanceof CodedError && error.code === 'TENANT_NOT_PROVISIONED')) throw error;
  }
}

async function tellDeleted(sessions: SubgraphHost['sessions']): Promise<void> {
  await sessions.transact(platformTenant.id, async (platform) => {
    const deleted = await platform.query<{ id: string }>(
      'SELECT tenant_id AS id FROM tenant_registry WHERE deleted_at IS NOT NULL ORDER BY deleted_at',
    );
    for (const { id } of deleted) await publishTenantDeleted(platform, id);
  });
}
