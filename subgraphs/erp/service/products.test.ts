import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { erp } from '../index.ts';

describe('products', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await startTestDomain(erp);
  });
  afterAll(() => domain.close());

  const create = (input: object) =>
    domain.mutate('createProduct', {
      input: { sku: 'A-1', name: 'Bolt', price: { amount: '1.5', currency: 'EUR' }, ...input },
    });

  test('a product is stored as it is shown', async () => {
    const product = await create({ sku: ' A-0 ', name: ' Bolt ' });
    expect(product).toMatchObject({
      sku: 'A-0',
      name: 'Bolt',
      price: { amount: '1.50', currency: 'EUR' },
      active: true,
    });
    const { data } = await domain.query('query ($id: ID!) { product(id: $id) { sku name active createdAt } }', product);
    expect(data?.product).toEqual({ sku: 'A-0', name: 'Bolt', active: true, createdAt: product.createdAt });
  });

  test('of two products with one stock keeping unit at once, one is stored', async () => {
    const outcomes = await Promise.all([create({ sku: 'twice' }), create({ sku: 'twice' }), create({ sku: 'twice' })]);
    expect(outcomes.map(({ code, __typename }) => code ?? __typename).sort()).toEqual([
      'Product',
      'SKU_TAKEN',
      'SKU_TAKEN',
    ]);
    const { data } = await domain.query('{ products(filter: { sku: "twice" }) { totalCount } }');
    expect(data?.products).toEqual({ totalCount: 1 });
  });

  test('a product leaves the catalogue and comes back', async () => {
    const { id: productId } = await create({ sku: 'leaves' });
    const order = { input: { customerId: productId, lines: [{ productId, quantity: 1 }] } };
    expect(await domain.mutate('setProductActive', { productId, active: false })).toMatchObject({ active: false });
    expect(await domain.mutate('createOrder', order)).toMatchObject({ __typename: 'NotFound', id: productId });
    expect(await domain.mutate('setProductActive', { productId, active: true })).toMatchObject({ active: true });
    expect(await domain.mutate('createOrder', order)).toMatchObject({ __typename: 'Order' });
  });

  test('a failure changes nothing', async () => {
    const rows = await domain.tables();
    for (const [input, field] of [
      [{ sku: ' ' }, 'input.sku'],
      [{ sku: 'x'.repeat(51) }, 'input.sku'],
      [{ name: '' }, 'input.name'],
      [{ price: { amount: '-1', currency: 'EUR' } }, 'input.price.amount'],
      [{ price: { amount: '1', currency: 'Euro' } }, 'input.price.currency'],
    ] as const) {
      expect(await create(input)).toMatchObject({ __typename: 'InvalidInput', field });
    }
    for (const id of ['01890000-0000-7000-8000-00000000dead', 'x']) {
      const answer = await domain.mutate('setProductActive', { productId: id, active: true });
      expect(answer).toMatchObject({ __typename: 'NotFound', id });
    }
    expect(await domain.tables()).toEqual(rows);
  });
});
