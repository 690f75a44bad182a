import type { TestDomain } from '#kit/testkit/startTestDomain.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { platformTenant } from '#platform/identity/platformTenant.ts';

/** Who makes tenants. */
export const operator = testPrincipal({
  tenantId: platformTenant.id,
  tenantSlug: platformTenant.slug,
  userId: '01890000-0000-7000-8000-0000000000f5',
  roles: ['platform-operator'],
});

/** Founds the tenant of a principal, who becomes its first admin. */
export async function foundTestTenant(domain: TestDomain, admin = testPrincipal(), name = 'seed'): Promise<void> {
  const input = {
    id: admin.tenantId,
    slug: name,
    name: `${name} Ltd`,
    admin: { id: admin.userId, name: `${name} Ada`, email: `${name}@example.com` },
  };
  const made = await domain.mutate('createTenant', { input }, operator);
  if (made.__typename !== 'TenantProvisioning') throw new Error(`createTenant: ${JSON.stringify(made)}`);
}
