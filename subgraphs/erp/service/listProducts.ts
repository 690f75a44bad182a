import type { QueryProductsArgs } from '#generated/subgraphs/erp.ts';
import { equals } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type ProductRow, products } from '../infrastructure/products.ts';

/** A page of the tenant's products, newest first. */
export function listProducts(
  session: TenantSession,
  { first, after, filter }: QueryProductsArgs,
): Promise<Connection<ProductRow>> {
  return connection(session, {
    table: products,
    where: [equals('active', filter?.active), equals('sku', filter?.sku)],
    orderBy: { column: 'createdAt', direction: 'DESC' },
    first,
    after,
  });
}
