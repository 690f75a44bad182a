import { testEvent } from '#kit/testkit/testEvent.ts';
import { demoTenants } from '#platform/embedded/issuer/demoIdentities.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';

/** What the tenant domain says when a user of acme has no role any more. */
export function roleChanged(userId: string): EventRecord {
  const { id: tenant_id } = demoTenants.find(({ slug }) => slug === 'acme')!;
  return testEvent('role.changed', {
    user_id: userId,
    tenant_id,
    roles: [],
    changed_by: userId,
    changed_at: new Date().toISOString(),
  });
}
