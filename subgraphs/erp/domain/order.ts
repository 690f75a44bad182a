/** Life of an order: received, invoiced, paid; cancelled from the first two. */
export type OrderStatus = 'RECEIVED' | 'INVOICED' | 'PAID' | 'CANCELLED';

/** Why an order does not allow a change. */
export interface RefusedOrderChange {
  readonly code: 'ORDER_ALREADY_INVOICED' | 'ORDER_CANCELLED' | 'ORDER_PAID';
  readonly message: string;
}

/** Says why no invoice can be issued for an order of this status; undefined where one can. */
export function refuseInvoice(status: OrderStatus): RefusedOrderChange | undefined {
  if (status === 'CANCELLED') return { code: 'ORDER_CANCELLED', message: 'A cancelled order gets no invoice.' };
  if (status !== 'RECEIVED') {
    return { code: 'ORDER_ALREADY_INVOICED', message: 'The order has its invoice already.' };
  }
  return undefined;
}

/** Says why an order of this status cannot be cancelled; undefined where it can. */
export function refuseCancellation(status: OrderStatus): RefusedOrderChange | undefined {
  if (status === 'CANCELLED') return { code: 'ORDER_CANCELLED', message: 'The order is cancelled already.' };
  if (status === 'PAID') {
    return { code: 'ORDER_PAID', message: 'The order is paid and can no longer be cancelled.' };
  }
  return undefined;
}

/** Number that people use for the nth order or invoice of a tenant, e.g. `O-000042`. */
export function documentNumber(prefix: 'O' | 'I', sequence: number): string {
  return `${prefix}-${String(sequence).padStart(6, '0')}`;
}
