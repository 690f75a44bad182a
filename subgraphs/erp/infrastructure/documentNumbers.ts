import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { documentNumber } from '../domain/order.ts';

/**
 * Takes the next number of a kind of document. The row stays locked until the transaction ends, so numbers have no gaps:
 * one that is taken by a transaction that fails is given again.
 *
 * @param prefix `O` for orders, `I` for invoices
 */
export async function nextNumber(transaction: TenantTransaction, prefix: 'O' | 'I'): Promise<string> {
  const [row] = await transaction.query<{ last: number }>(
    'UPDATE document_numbers SET last = last + 1 WHERE prefix = $1 RETURNING last',
    [prefix],
  );
  return documentNumber(prefix, row!.last);
}
