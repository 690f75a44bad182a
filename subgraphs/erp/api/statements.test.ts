import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { statementContract } from '#kit/testkit/contract/statementContract.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { erp } from '../index.ts';
import { seedErp } from '../testkit/seedErp.ts';

describe('erp', () => {
  let domain: TestDomain;
  const customers: string[] = [];
  const orders: string[] = [];

  beforeAll(async () => {
    domain = await startTestDomain(erp);
    const seeds = Array.from({ length: 100 }, (_, index) => seedErp(domain, undefined, `p${index}`));
    for (const { customerId, order } of await Promise.all(seeds)) {
      customers.push(customerId);
      orders.push(order.id);
    }
  });
  afterAll(() => domain.close());

  statementContract({
    domain: () => domain,
    requests: [
      [
        '100 orders with lines, products, invoices and payments',
        `{ orders(first: 100) { totalCount edges { node { number customer { id } lines { total { amount } product { sku } }
        invoices { amount { amount } payments { method invoice { order { number } } } } } } } }`,
        // Orders, their count, lines, products, invoices, payments, the payments' invoices and their orders.
        8,
      ],
      ['100 invoices with their orders', '{ invoices(first: 100) { edges { node { order { number } } } } }', 2],
      ['100 products', '{ products(first: 100) { edges { node { sku price { amount } } } } }', 1],
    ],
    entity: { type: 'Order', ids: () => orders },
  });

  test('100 customers of crm with orders, invoices and balance are one statement each', async () => {
    const lookup = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Customer {
      orders(first: 5) { edges { node { number } } } invoices { edges { node { status } } } balance { amount } } } }`;
    const { data, extensions } = await domain.query(lookup, {
      of: customers.map((id) => ({ __typename: 'Customer', id })),
    });
    expect(data?._entities).toHaveLength(100);
    expect(data?._entities[99]).toMatchObject({ orders: { edges: [{}] }, invoices: { edges: [{}] }, balance: [] });
    expect(extensions?.sqlStatements).toBe(3);
  });
});
