import type { CreateTenantInput } from '#generated/subgraphs/tenant.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { users } from '../infrastructure/users.ts';
import { audit } from './audit.ts';
import { noteProvisionedDomain } from './noteProvisionedDomain.ts';

/**
 * Writes what a new tenant is, its first admin and `tenant.created`, all in the tenant's own store; does nothing where
 * the tenant is there already.
 */
export async function foundTenant(transaction: TenantTransaction, input: CreateTenantInput): Promise<void> {
  const { tenantId } = transaction;
  const createdAt = new Date().toISOString();
  const plan = input.plan ?? 'TEAM';
  const region = input.region ?? 'eu-central';
  const founded = await transaction.query(
    `INSERT INTO tenant_profile (id, slug, name, plan, region, created_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING id`,
    [tenantId, input.slug, input.name.trim(), plan, region, createdAt],
  );
  if (founded.length === 0) return;

  await transaction.manager.insert(users, {
    id: input.admin.id.toLowerCase(),
    name: input.admin.name.trim(),
    email: input.admin.email,
    roles: ['ADMIN'],
    status: 'ACTIVE',
    createdAt,
  });
  // Its own event says so too, maybe before this.
  await noteProvisionedDomain(transaction, { domain: 'tenant', provisioned_at: createdAt });
  await audit(transaction, { action: 'tenant.create', subjectType: 'Tenant', subjectId: tenantId });
  await transaction.publish('tenant.created', {
    tenant_id: tenantId,
    slug: input.slug,
    name: input.name.trim(),
    plan,
    region,
    created_at: createdAt,
  });
}
