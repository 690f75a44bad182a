import { defineTable } from '#kit/tenancy/defineTable.ts';
import type { OrderStatus } from '../domain/order.ts';

/** An order as it is stored. Customer and deal belong to crm: only their ids are here. */
export interface OrderRow {
  id: string;
  number: string;
  customerId: string;
  dealId: string | null;
  total: string;
  currency: string;
  status: OrderStatus;
  receivedAt: string;
}

export const orders = defineTable<OrderRow>('orders', {
  id: 'uuid',
  number: 'text',
  customerId: 'uuid',
  dealId: 'uuid?',
  total: 'numeric',
  currency: 'char(3)',
  status: 'text',
  receivedAt: 'timestamptz',
});
