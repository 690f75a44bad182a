import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { collectEvents } from '#kit/testkit/collectEvents.ts';
import { nextEvent } from '#kit/testkit/nextEvent.ts';
import type { Shown } from '#kit/testkit/shown.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { tenantA } from '#kit/testkit/startTestStore.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { erp } from '../index.ts';

const { userId } = testPrincipal();

describe('invoices and payments', () => {
  let domain: TestDomain;
  let productId: string;
  beforeAll(async () => {
    domain = await startTestDomain(erp);
    const input = { sku: 'A-1', name: 'Bolt', price: { amount: '19.99', currency: 'EUR' } };
    productId = (await domain.mutate('createProduct', { input })).id;
  });
  afterAll(() => domain.close());

  async function order(customerId = uuidv7()) {
    return domain.mutate('createOrder', { input: { customerId, lines: [{ productId, quantity: 3 }] } });
  }
  const issue = (orderId: string) => domain.mutate('issueInvoice', { orderId });
  const pay = (invoiceId: string, amount = '59.97', currency = 'EUR') =>
    domain.mutate('payInvoice', { input: { invoiceId, amount: { amount, currency }, method: 'CARD' } });
  const codes = (answers: readonly Shown[]) => answers.map((one) => one.code ?? one.__typename).sort();

  test('an invoice is issued over the total of its order, and told of', async () => {
    const { id: orderId, customer } = await order();
    const invoice = await issue(orderId);
    expect(invoice).toMatchObject({
      __typename: 'Invoice',
      number: expect.stringMatching(/^I-\d{6}$/),
      order: { id: orderId, status: 'INVOICED' },
      customer: { id: customer.id },
      amount: { amount: '59.97', currency: 'EUR' },
      status: 'OPEN',
      issuedBy: { id: userId },
      payments: [],
    });
    const event = await nextEvent(
      domain.eventLog,
      'invoice.generated',
      ({ payload }) => payload.invoice_id === invoice.id,
    );
    expect(event.payload).toEqual({
      invoice_id: invoice.id,
      tenant_id: tenantA,
      order_id: orderId,
      customer_id: customer.id,
      amount: '59.97',
      currency: 'EUR',
      status: 'OPEN',
      issued_by: userId,
      issued_at: invoice.issuedAt,
    });
  });

  test('of one invoice issued three times at once, one is there; numbers have no gap', async () => {
    const orders = [await order(), await order()];
    const before = Number((await issue((await order()).id)).number.slice(2));
    const answers = await Promise.all(orders.flatMap(({ id }) => [issue(id), issue(id), issue(id)]));
    expect(codes(answers)).toEqual(['Invoice', 'Invoice', ...Array(4).fill('ORDER_ALREADY_INVOICED')]);
    const numbers = answers.flatMap(({ number }) => (number ? Number(number.slice(2)) : []));
    expect(numbers.sort((a, b) => a - b)).toEqual([before + 1, before + 2]);
  });

  test('an invoice is paid by its exact amount, once, however many pay at once', async () => {
    const { id: orderId, customer } = await order();
    const invoice = await issue(orderId);
    const answers = await Promise.all([pay(invoice.id), pay(invoice.id, '59.9700'), pay(invoice.id)]);
    expect(codes(answers)).toEqual(['INVOICE_ALREADY_PAID', 'INVOICE_ALREADY_PAID', 'Payment']);
    const payment = answers.find(({ __typename }) => __typename === 'Payment')!;
    expect(payment).toMatchObject({
      invoice: { id: invoice.id, status: 'PAID', order: { status: 'PAID' } },
      amount: { amount: '59.97', currency: 'EUR' },
      method: 'CARD',
      receivedBy: { id: userId },
    });
    const told = await collectEvents(domain.eventLog, 'payment.processed');
    const events = await told.until((arrived) => arrived.some(({ payload }) => payload.invoice_id === invoice.id));
    await told.close();
    expect(events.map(({ payload }) => payload)).toEqual([
      {
        payment_id: payment.id,
        tenant_id: tenantA,
        invoice_id: invoice.id,
        order_id: orderId,
        customer_id: customer.id,
        amount: '59.97',
        currency: 'EUR',
        method: 'CARD',
        processed_at: payment.processedAt,
      },
    ]);
    expect(await domain.mutate('cancelOrder', { orderId })).toMatchObject({ code: 'ORDER_PAID' });
  });

  test('a payment and a cancellation at once: one of them happens, and neither blocks the other for good', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id: orderId } = await order();
      const invoice = await issue(orderId);
      const answers = await Promise.all([pay(invoice.id), domain.mutate('cancelOrder', { orderId })]);
      expect([
        ['INVOICE_VOID', 'Order'],
        ['ORDER_PAID', 'Payment'],
      ]).toContainEqual(codes(answers));
    }
  });

  test('the balance of a customer is what its open invoices add up to', async () => {
    const customerId = uuidv7();
    const [first, second] = [await issue((await order(customerId)).id), await issue((await order(customerId)).id)];
    const balance = async () => {
      const lookup = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Customer {
        balance { amount currency } invoices(filter: { status: OPEN }) { totalCount } orders { totalCount } } } }`;
      return (await domain.query(lookup, { of: [{ __typename: 'Customer', id: customerId }] })).data?._entities[0];
    };
    expect(await balance()).toEqual({
      balance: [{ amount: '119.94', currency: 'EUR' }],
      invoices: { totalCount: 2 },
      orders: { totalCount: 2 },
    });
    await pay(first!.id);
    expect(await balance()).toMatchObject({ balance: [{ amount: '59.97' }], invoices: { totalCount: 1 } });
    await pay(second!.id);
    expect(await balance()).toMatchObject({ balance: [], invoices: { totalCount: 0 }, orders: { totalCount: 2 } });
  });

  test('a failure changes nothing', async () => {
    const invoice = await issue((await order()).id);
    const rows = await domain.tables();
    for (const [answer, field] of [
      [await pay(invoice.id, '59.96'), 'input.amount'],
      [await pay(invoice.id, '59.97', 'USD'), 'input.amount'],
      [await pay(invoice.id, '-59.97'), 'input.amount.amount'],
      [await pay(invoice.id, '59.97', 'eur'), 'input.amount.currency'],
    ] as const) {
      expect(answer).toMatchObject({ __typename: 'InvalidInput', field });
    }
    expect((await pay(invoice.id, '1')).message).toContain('59.97 EUR');
    for (const id of ['01890000-0000-7000-8000-00000000dead', 'x']) {
      expect(await pay(id)).toMatchObject({ __typename: 'NotFound', id });
    }
    expect(await domain.tables()).toEqual(rows);
  });
});
