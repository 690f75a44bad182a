import { present } from '#kit/references/present.ts';
import type { SubgraphHost } from '#kit/subgraphHost.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import { tenantProfiles } from '../infrastructure/tenantProfiles.ts';
import { publishTenantUpdated } from './publishTenantUpdated.ts';

/** Well within the retention of the event log, from which routers that start learn who is suspended. */
const every = 24 * 3_600_000;

/** Tells of every suspended tenant again, once a day: a suspension lasts longer than its event is kept. */
export async function announceSuspensions({ sessions, logger }: SubgraphHost): Promise<{ close(): Promise<void> }> {
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

/** Publishes `tenant.updated` for every tenant that is suspended now. */
export async function tellAll(sessions: SubgraphHost['sessions']): Promise<void> {
  for (const tenantId of await sessions.tenants()) {
    const suspended = await sessions.read(tenantId, (session) =>
      session.query("SELECT FROM tenant_profile WHERE status = 'SUSPENDED'"),
    );
    if (suspended.length === 0) continue;
    await sessions.transact(tenantId, async (transaction) => {
      const profile = present(await lockRow(transaction, tenantProfiles, tenantId));
      if (profile.status === 'SUSPENDED') await publishTenantUpdated(transaction, profile);
    });
  }
}
