import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type CustomerRow, customers } from '../infrastructure/customers.ts';
import { syncCustomer } from './syncCustomer.ts';

/** What a new customer is made of. */
export type NewCustomer = Pick<CustomerRow, 'name' | 'email' | 'phone' | 'ownerId'>;

/** Stores a new customer and tells other domains of it. */
export async function insertCustomer(transaction: TenantTransaction, made: NewCustomer): Promise<CustomerRow> {
  const customer: CustomerRow = {
    ...made,
    id: uuidv7(),
    status: 'ACTIVE',
    createdAt: new Date().toISOString(),
  };
  await transaction.manager.insert(customers, customer);
  await syncCustomer(transaction, customer);
  return customer;
}
