import { afterAll, beforeAll, describe } from '@jest/globals';
import { indexContract } from '#kit/testkit/contract/indexContract.ts';
import { listContract } from '#kit/testkit/contract/listContract.ts';
import type { Shown } from '#kit/testkit/shown.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { erp } from '../index.ts';

describe('lists of erp', () => {
  let domain: TestDomain;
  const customerId = uuidv7();
  const orders: Shown[] = [];

  beforeAll(async () => {
    domain = await startTestDomain(erp);
  });
  afterAll(() => domain.close());

  async function fill(): Promise<void> {
    for (const [index, amount] of ['10', '9', '9.00', '100', '0.5', '9'].entries()) {
      const input = { sku: `sku-${index}`, name: 'Bolt', price: { amount, currency: 'EUR' } };
      const { id: productId } = await domain.mutate('createProduct', { input });
      const lines = [{ productId, quantity: 1 }];
      const of = index < 2 ? customerId : uuidv7();
      orders.push(await domain.mutate('createOrder', { input: { customerId: of, lines } }));
      const invoice = await domain.mutate('issueInvoice', { orderId: orders[index]!.id });
      if (index === 0) await domain.mutate('setProductActive', { productId, active: false });
      if (index !== 1) continue;
      const paid = { invoiceId: invoice.id, amount: { amount, currency: 'EUR' }, method: 'CASH' };
      await domain.mutate('payInvoice', { input: paid });
    }
  }

  listContract({
    domain: () => domain,
    fill,
    lists: [
      {
        field: 'products',
        filterType: 'ProductFilter',
        select: 'sku active price { amount } createdAt',
        counted: true,
        filters: [
          { filter: () => ({ active: false }), keeps: ({ active }) => !active },
          { filter: () => ({ active: true }), keeps: ({ active }) => active },
          { filter: () => ({ sku: 'sku-3' }), keeps: ({ sku }) => sku === 'sku-3' },
        ],
        texts: ['sku'],
      },
      {
        field: 'orders',
        filterType: 'OrderFilter',
        sortType: 'OrderSort',
        select: 'number status total { amount } customer { id } receivedAt',
        counted: true,
        sorts: { RECEIVED_AT: ({ receivedAt }) => receivedAt, TOTAL: ({ total }) => Number(total.amount) },
        filters: [
          { filter: () => ({ status: 'PAID' }), keeps: ({ status }) => status === 'PAID' },
          { filter: () => ({ customerId }), keeps: ({ customer }) => customer.id === customerId },
          { filter: () => ({ number: orders[3]!.number }), keeps: ({ number }) => number === orders[3]!.number },
        ],
        texts: ['customerId', 'number'],
      },
      {
        field: 'invoices',
        filterType: 'InvoiceFilter',
        sortType: 'InvoiceSort',
        select: 'number status amount { amount } customer { id } issuedAt',
        counted: true,
        sorts: { ISSUED_AT: ({ issuedAt }) => issuedAt, AMOUNT: ({ amount }) => Number(amount.amount) },
        filters: [
          { filter: () => ({ status: 'PAID' }), keeps: ({ status }) => status === 'PAID' },
          { filter: () => ({ customerId }), keeps: ({ customer }) => customer.id === customerId },
        ],
        texts: ['customerId'],
      },
    ],
  });

  indexContract(erp);
});
