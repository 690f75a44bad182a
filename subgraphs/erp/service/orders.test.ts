import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nextEvent } from '#kit/testkit/nextEvent.ts';
import type { Shown } from '#kit/testkit/shown.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { tenantA } from '#kit/testkit/startTestStore.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { erp } from '../index.ts';

describe('orders', () => {
  let domain: TestDomain;
  const customerId = uuidv7();
  const products: Shown[] = [];
  beforeAll(async () => {
    domain = await startTestDomain(erp);
    for (const [amount, currency] of ['0.1 EUR', '0.2 EUR', '1 USD', '999999999999999.9999 EUR'].map((price) =>
      price.split(' '),
    )) {
      const input = { sku: `${amount} ${currency}`, name: `Part ${amount}`, price: { amount, currency } };
      products.push(await domain.mutate('createProduct', { input }));
    }
  });
  afterAll(() => domain.close());

  const order = (lines: readonly (readonly [product: number, quantity: number])[], more: object = {}) =>
    domain.mutate('createOrder', {
      input: {
        customerId,
        lines: lines.map(([index, quantity]) => ({ productId: products[index]!.id, quantity })),
        ...more,
      },
    });

  test('an order adds up exactly, and is told of', async () => {
    const made = await order(
      [
        [0, 1],
        [1, 1],
        [0, 3],
      ],
      { customerId: customerId.toUpperCase() },
    );
    expect(made).toMatchObject({
      __typename: 'Order',
      number: expect.stringMatching(/^O-\d{6}$/),
      customer: { id: customerId },
      deal: null,
      total: { amount: '0.60', currency: 'EUR' },
      status: 'RECEIVED',
      tenant: { id: tenantA },
    });
    expect(made.lines).toMatchObject([
      { position: 1, description: 'Part 0.1', quantity: 1, unitPrice: { amount: '0.10' }, total: { amount: '0.10' } },
      { position: 2, description: 'Part 0.2', quantity: 1, unitPrice: { amount: '0.20' }, total: { amount: '0.20' } },
      { position: 3, description: 'Part 0.1', quantity: 3, unitPrice: { amount: '0.10' }, total: { amount: '0.30' } },
    ]);
    const event = await nextEvent(domain.eventLog, 'order.received', ({ payload }) => payload.order_id === made.id);
    expect(event.payload).toEqual({
      order_id: made.id,
      tenant_id: tenantA,
      customer_id: customerId,
      deal_id: null,
      number: made.number,
      amount: '0.60',
      currency: 'EUR',
      received_at: made.receivedAt,
    });
    const { data } = await domain.query('query ($id: ID!) { order(id: $id) { total { amount } receivedAt } }', made);
    expect(data?.order).toEqual({ total: { amount: '0.60' }, receivedAt: made.receivedAt });
  });

  test('the largest amount is kept to its last digit', async () => {
    expect((await order([[3, 1]])).total).toMatchObject({ amount: '999999999999999.9999' });
  });

  test('numbers of orders at once have no gap, also around failures', async () => {
    const number = ({ number: text }: Shown) => Number(text.slice(2));
    const first = number(await order([[0, 1]]));
    const made = await Promise.all(Array.from({ length: 12 }, (_, index) => order([[0, index % 3 === 0 ? 0 : 1]])));
    const orders = made.filter(({ __typename }) => __typename === 'Order');
    expect(orders).toHaveLength(8);
    const numbers = orders.map(number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 8 }, (_, index) => first + 1 + index));
  });

  test('a cancelled order voids its open invoice and gets no other', async () => {
    const { id: orderId } = await order([[0, 1]]);
    const invoice = await domain.mutate('issueInvoice', { orderId });
    expect(await domain.mutate('cancelOrder', { orderId })).toMatchObject({
      status: 'CANCELLED',
      invoices: [{ id: invoice.id, status: 'VOID' }],
    });
    expect(await domain.mutate('cancelOrder', { orderId })).toMatchObject({ code: 'ORDER_CANCELLED' });
    expect(await domain.mutate('issueInvoice', { orderId })).toMatchObject({ code: 'ORDER_CANCELLED' });
    const { amount, currency } = invoice.amount;
    const input = { invoiceId: invoice.id, amount: { amount, currency }, method: 'CASH' };
    expect(await domain.mutate('payInvoice', { input })).toMatchObject({ code: 'INVOICE_VOID' });
  });

  test('a failure changes nothing and takes no number', async () => {
    const rows = await domain.tables();
    const line = { productId: products[0]!.id, quantity: 1 };
    for (const [answer, field] of [
      [await order([]), 'input.lines'],
      [await order([], { lines: Array(101).fill(line) }), 'input.lines'],
      [
        await order([
          [0, 1],
          [1, 0],
        ]),
        'input.lines.1.quantity',
      ],
      [await order([[0, 1_000_001]]), 'input.lines.0.quantity'],
      [
        await order([
          [0, 1],
          [2, 1],
        ]),
        'input.lines',
      ],
      [
        await order([
          [3, 1],
          [0, 1],
        ]),
        'input.lines',
      ],
      [await order([[0, 1]], { customerId: 'x' }), 'input.customerId'],
    ] as const) {
      expect(answer).toMatchObject({ __typename: 'InvalidInput', field });
    }
    for (const id of ['01890000-0000-7000-8000-00000000dead', 'x']) {
      for (const answer of [
        await order([], { lines: [line, { productId: id, quantity: 1 }] }),
        await domain.mutate('cancelOrder', { orderId: id }),
        await domain.mutate('issueInvoice', { orderId: id }),
      ]) {
        expect(answer).toMatchObject({ __typename: 'NotFound', id });
      }
    }
    expect(await domain.tables()).toEqual(rows);
  });
});
