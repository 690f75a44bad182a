import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { erp } from '../index.ts';
import { seedErp } from '../testkit/seedErp.ts';

describe('statements per request of erp', () => {
  let domain: TestDomain;
  const customers: string[] = [];

  beforeAll(async () => {
    domain = await startTestDomain(erp);
    const seeds = Array.from({ length: 100 }, (_, index) => seedErp(domain, undefined, `p${index}`));
    customers.push(...(await Promise.all(seeds)).map(({ customerId }) => customerId));
  });
  afterAll(() => domain.close());

  test.each([
    [
      '100 orders with lines, products, invoices and payments',
      `{ orders(first: 100) { totalCount edges { node { number customer { id } lines { total { amount } product { sku } }
        invoices { amount { amount } payments { method invoice { order { number } } } } } } } }`,
      // Orders, their count, lines, products, invoices, payments, the payments' invoices and their orders.
      8,
    ],
    ['100 invoices with their orders', '{ invoices(first: 100) { edges { node { order { number } } } } }', 2],
    ['100 products', '{ products(first: 100) { edges { node { sku price { amount } } } } }', 1],
  ])('%s', async (_what, document, statements) => {
    for (let execution = 0; execution < 3; execution += 1) {
      const { errors, extensions } = await domain.query(document);
      expect(errors).toBeUndefined();
      expect(extensions?.sqlStatements).toBe(statements);
    }
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

  test('100 representations of an entity are one statement', async () => {
    const { data } = await domain.query('{ orders(first: 100) { edges { node { id } } } }');
    const ids: string[] = data!.orders.edges.map((edge: { node: { id: string } }) => edge.node.id);
    const lookup = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Order { id number } } }';
    const answer = await domain.query(lookup, { of: ids.map((id) => ({ __typename: 'Order', id })) });
    expect(answer.data?._entities.map((one: { id: string }) => one.id)).toEqual(ids);
    expect(answer.extensions?.sqlStatements).toBe(1);
  });
});
