import { defineTable } from '#kit/tenancy/defineTable.ts';

/** A line of an order as it is stored; its currency is the order's. */
export interface OrderLineRow {
  orderId: string;
  /** From 1. */
  position: number;
  productId: string | null;
  description: string;
  quantity: number;
  unitPrice: string;
  total: string;
}

export const orderLines = defineTable<OrderLineRow>(
  'order_lines',
  {
    orderId: 'uuid',
    position: 'integer',
    productId: 'uuid?',
    description: 'text',
    quantity: 'integer',
    unitPrice: 'numeric',
    total: 'numeric',
  },
  ['orderId', 'position'],
);
