import type { CreateOrderInput } from '#generated/subgraphs/erp.ts';
import type { InvalidInputFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { invalidInput } from '#kit/failures/invalidInput.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { selectList } from '#kit/tables/selectList.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkInteger } from '#kit/validation/checkInteger.ts';
import { checkReference } from '#kit/validation/checkReference.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { exceedsLargest, largestAmount } from '../domain/money.ts';
import type { OrderRow } from '../infrastructure/orders.ts';
import { type ProductRow, products } from '../infrastructure/products.ts';
import { receiveOrder, totalOf } from './receiveOrder.ts';

const mostLines = 100;

/** Takes an order by hand: active products of the catalogue at their price, all in one currency. */
export async function createOrder(
  transaction: TenantTransaction,
  { customerId, lines }: CreateOrderInput,
): Promise<OrderRow | NotFoundFailure | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.customerId': checkReference(customerId),
    'input.lines': lines.length < 1 || lines.length > mostLines ? `Enter 1 to ${mostLines} lines.` : null,
    ...Object.fromEntries(
      lines.map(({ quantity }, index) => [`input.lines.${index}.quantity`, checkInteger(quantity, 1, 1_000_000)]),
    ),
  });
  if (invalid) return invalid;

  const known = await activeProducts(
    transaction,
    lines.map(({ productId }) => productId),
  );
  const missing = lines.find(({ productId }) => !known.has(productId.toLowerCase()));
  if (missing) return notFound(missing.productId, 'active product');
  const chosen = lines.map(({ productId, quantity }) => ({ product: known.get(productId.toLowerCase())!, quantity }));
  if (new Set(chosen.map(({ product }) => product.currency)).size > 1) {
    return invalidInput('input.lines', 'All lines of an order are in one currency.');
  }
  const ordered = chosen.map(({ product, quantity }) => ({
    productId: product.id,
    description: product.name,
    quantity,
    unitPrice: { amount: product.price, currency: product.currency },
  }));
  if (exceedsLargest(totalOf(ordered))) {
    return invalidInput('input.lines', `The total of an order is at most ${largestAmount}. Order less at once.`);
  }
  return receiveOrder(transaction, { customerId: customerId.toLowerCase(), dealId: null, lines: ordered });
}

async function activeProducts(
  transaction: TenantTransaction,
  ids: readonly string[],
): Promise<Map<string, ProductRow>> {
  const rows = await transaction.query<ProductRow>(
    `SELECT ${selectList(products)} FROM products WHERE id = ANY($1::uuid[]) AND active`,
    [ids.filter(isUuid)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
