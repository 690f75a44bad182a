/**
 * What resolvers get as the parent of each type: stored rows, or the id of what another domain owns. Named
 * `<GraphQLType>Parent`, so that the generator maps the type of the API to it.
 */
import type { Connection } from '#kit/paging/connection.ts';
import type { InvoiceRow } from '../infrastructure/invoices.ts';
import type { OrderLineRow } from '../infrastructure/orderLines.ts';
import type { OrderRow } from '../infrastructure/orders.ts';
import type { PaymentRow } from '../infrastructure/payments.ts';
import type { ProductRow } from '../infrastructure/products.ts';

export type ProductParent = ProductRow;
export type OrderParent = OrderRow;
/** A line takes its currency from its order. */
export type OrderLineParent = OrderLineRow & { currency: string };
export type InvoiceParent = InvoiceRow;
export type PaymentParent = PaymentRow;
export type CustomerParent = { id: string };
export type DealParent = { id: string };

export type ProductConnectionParent = Connection<ProductRow>;
export type OrderConnectionParent = Connection<OrderRow>;
export type InvoiceConnectionParent = Connection<InvoiceRow>;
