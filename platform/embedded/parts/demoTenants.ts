import type { Topic } from '#generated/events.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { type DemoTenant, demoTenants } from '../issuer/demoIdentities.ts';
import type { Part } from '../part.ts';
import { createDemoTenant } from '../provisioning/createDemoTenant.ts';
import { GraphClient } from '../provisioning/graphClient.ts';
import { inviteDemoUsers } from '../provisioning/inviteDemoUsers.ts';
import { patiently } from '../provisioning/patiently.ts';

/** Long enough for a slow machine at its first start; a domain that failed until then will not recover by waiting. */
const longest = 120_000;
const provisioned: Topic = 'tenant.provisioned';

/**
 * The demo tenants, made as any tenant is: through the public API, by an operator. Repeating it changes nothing. Ready
 * when every domain has announced its store for each tenant. Another issuer than the embedded one does not know these
 * users, so then there are no demo tenants.
 */
export const demoTenantsPart: Part = {
  name: 'demo tenants',
  async start(state) {
    const issuer = state.issuer.optional;
    if (issuer === undefined) return undefined;
    const client = new GraphClient(`${state.router.value.url}/graphql`, issuer);
    const domains = state.config.subgraphs.map(({ name }) => name);
    const logger = state.loggerOf('demo tenants');
    const tenants = await provisionAll(client, state.eventLog.value, domains);
    await Promise.all(
      tenants.map((tenant) =>
        patiently(longest, () => inviteDemoUsers(client, tenant)).catch((error) => {
          // A tenant that an operator suspended, or whose admin was changed, is no reason not to start.
          logger.warn({ err: error, tenant: tenant.slug }, 'the users of a demo tenant could not be completed');
        }),
      ),
    );
    return undefined;
  },
};

/**
 * Gives the tenants that are there, which is all of them but the deleted ones. Listens before it asks, so that no
 * announcement falls between the answer and the listening.
 */
async function provisionAll(
  client: GraphClient,
  eventLog: EventLog,
  domains: readonly string[],
): Promise<DemoTenant[]> {
  const present: DemoTenant[] = [];
  const missing = new Set(demoTenants.flatMap(({ id }) => domains.map((domain) => `${domain} of ${id}`)));
  const done = Promise.withResolvers<void>();
  const strike = (tenantId: unknown, domain: unknown) => {
    missing.delete(`${domain} of ${tenantId}`);
    if (missing.size === 0) done.resolve();
  };
  const reader = await eventLog.read({
    topics: [provisioned],
    from: 'end',
    onEvents: (events) => {
      for (const { payload } of events) strike(payload.tenant_id, payload.domain);
    },
    onError: done.reject,
  });
  const alarm = setTimeout(() => {
    done.reject(new Error(`after ${longest / 1000} s these domains have no store: ${[...missing].join(', ')}`));
  }, longest);
  try {
    await Promise.all(
      demoTenants.map(async (tenant: DemoTenant) => {
        const ready = await patiently(longest, () => createDemoTenant(client, tenant));
        if (ready) present.push(tenant);
        for (const domain of ready ?? domains) strike(tenant.id, domain);
      }),
    );
    await done.promise;
    return present;
  } finally {
    clearTimeout(alarm);
    await reader.close();
  }
}
