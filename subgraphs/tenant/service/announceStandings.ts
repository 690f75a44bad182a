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
 * Tells of every suspended and every deleted tenant again, once a day: both last longer than their events are kept, and
 * a token of such a tenant may still come, or be issued by a provider that does not know.
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

/** Publishes `tenant.updated` for every tenant that is not served now, and `tenant.deleted` for every deleted one. */
export async function tellAll(sessions: SubgraphHost['sessions']): Promise<void> {
  for (const tenantId of await sessions.tenants()) {
    await (tenantId === platformTenant.id ? tellDeleted(sessions) : tellSuspended(sessions, tenantId));
  }
}

async function tellSuspended(sessions: SubgraphHost['sessions'], tenantId: string): Promise<void> {
  try {
    const suspended = await sessions.read(tenantId, (session) =>
      session.query("SELECT FROM tenant_profile WHERE status <> 'ACTIVE'"),
    );
    if (suspended.length === 0) return;
    await sessions.transact(tenantId, async (transaction) => {
      const profile = present(await lockRow(transaction, tenantProfiles, tenantId));
      if (profile.status !== 'ACTIVE') await publishTenantUpdated(transaction, profile);
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
