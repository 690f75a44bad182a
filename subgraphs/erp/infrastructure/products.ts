import { defineTable } from '#kit/tenancy/defineTable.ts';

/** A product as it is stored. */
export interface ProductRow {
  id: string;
  sku: string;
  name: string;
  price: string;
  currency: string;
  active: boolean;
  createdAt: string;
}

export const products = defineTable<ProductRow>('products', {
  id: 'uuid',
  sku: 'text',
  name: 'text',
  price: 'numeric',
  currency: 'char(3)',
  active: 'boolean',
  createdAt: 'timestamptz',
});
