import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import type { CustomerRow } from '../infrastructure/customers.ts';

/** Tells other domains what a customer looks like now (`customer.synced`). */
export async function syncCustomer(transaction: TenantTransaction, customer: CustomerRow): Promise<void> {
  await transaction.publish('customer.synced', {
    customer_id: customer.id,
    tenant_id: transaction.tenantId,
    name: customer.name,
    email: customer.email,
    status: customer.status,
    synced_at: new Date().toISOString(),
  });
}
