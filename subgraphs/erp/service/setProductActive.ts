import type { NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { type ProductRow, products } from '../infrastructure/products.ts';

/** Takes a product into the catalogue again, or out of it. Orders that have it stay as they are. */
export async function setProductActive(
  transaction: TenantTransaction,
  productId: string,
  active: boolean,
): Promise<ProductRow | NotFoundFailure> {
  const product = await lockRow(transaction, products, productId);
  if (!product) return notFound(productId, 'product');
  await transaction.manager.update(products, { id: product.id }, { active });
  return { ...product, active };
}
