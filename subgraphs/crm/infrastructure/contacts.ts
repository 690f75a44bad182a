import { defineTable } from '#kit/tenancy/defineTable.ts';

/** A person at a customer, as stored. */
export interface ContactRow {
  id: string;
  customerId: string;
  name: string;
  email: string | null;
  phone: string | null;
  role: string | null;
  createdAt: string;
}

export const contacts = defineTable<ContactRow>('contacts', {
  id: 'uuid',
  customerId: 'uuid',
  name: 'text',
  email: 'text?',
  phone: 'text?',
  role: 'text?',
  createdAt: 'timestamptz',
});
