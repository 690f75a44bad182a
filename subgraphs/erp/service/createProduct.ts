import type { CreateProductInput } from '#generated/subgraphs/erp.ts';
import { conflict } from '#kit/failures/conflict.ts';
import type { ConflictFailure, InvalidInputFailure } from '#kit/failures/failure.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkMoney } from '#kit/validation/checkMoney.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import type { ProductRow } from '../infrastructure/products.ts';

/** Enters a product. Its stock keeping unit is unique within the tenant. */
export async function createProduct(
  transaction: TenantTransaction,
  input: CreateProductInput,
): Promise<ProductRow | InvalidInputFailure | ConflictFailure> {
  const invalid = firstInvalid({
    'input.sku': checkText(input.sku, { max: 50 }),
    'input.name': checkText(input.name, { max: 200 }),
    ...checkMoney('input.price', input.price),
  });
  if (invalid) return invalid;
  const product: ProductRow = {
    id: uuidv7(),
    sku: input.sku.trim(),
    name: input.name.trim(),
    price: input.price.amount,
    currency: input.price.currency,
    active: true,
    createdAt: new Date().toISOString(),
  };
  // The unique index decides between two at once; a failed statement would end the transaction.
  const stored = await transaction.query(
    `INSERT INTO products (id, sku, name, price, currency, created_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (sku) DO NOTHING RETURNING id`,
    [product.id, product.sku, product.name, product.price, product.currency, product.createdAt],
  );
  return stored.length === 1 ? product : conflict('SKU_TAKEN');
}
