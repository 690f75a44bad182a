import { defineTable } from '#kit/tenancy/defineTable.ts';

/** A customer as crm stores it. */
export interface CustomerRow {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  status: 'ACTIVE' | 'INACTIVE';
  ownerId: string | null;
  createdAt: string;
}

export const customers = defineTable<CustomerRow>('customers', {
  id: 'uuid',
  name: 'text',
  email: 'text?',
  phone: 'text?',
  status: 'text',
  ownerId: 'uuid?',
  createdAt: 'timestamptz',
});
