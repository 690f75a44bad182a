import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { collectEvents } from '#kit/testkit/collectEvents.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { tenantA } from '#kit/testkit/startTestStore.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { crm } from '../index.ts';

const { userId } = testPrincipal();
const nobody = '01890000-0000-7000-8000-00000000dead';

describe('customers', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await startTestDomain(crm);
  });
  afterAll(() => domain.close());

  const mutate = (name: string, input: object) => domain.mutate(name, { input });

  test('every change of a customer is told of as it is then', async () => {
    const customer = await mutate('createCustomer', { name: 'Ltd', email: 'a@example.com', phone: '1', owner: userId });
    expect(customer).toMatchObject({ status: 'ACTIVE', owner: { id: userId }, tenant: { id: tenantA } });
    const renamed = await mutate('updateCustomer', { id: customer.id, name: 'Inc', status: 'INACTIVE' });
    expect(renamed).toEqual({ ...customer, name: 'Inc', status: 'INACTIVE' });
    const cleared = await mutate('updateCustomer', { id: customer.id, email: null, phone: null, owner: null });
    expect(cleared).toEqual({ ...renamed, email: null, phone: null, owner: null });
    const told = await collectEvents(domain.eventLog, 'customer.synced');
    const events = await told.until((arrived) => arrived.length >= 3);
    await told.close();
    expect(events.map(({ payload: { name, email, status } }) => ({ name, email, status }))).toEqual([
      { name: 'Ltd', email: 'a@example.com', status: 'ACTIVE' },
      { name: 'Inc', email: 'a@example.com', status: 'INACTIVE' },
      { name: 'Inc', email: null, status: 'INACTIVE' },
    ]);
  });

  test('contacts and activities belong to their customer', async () => {
    const { id: customerId } = await mutate('createCustomer', { name: 'Ltd' });
    const contact = await mutate('addContact', { customerId, name: 'Ada', email: 'ada@example.com', role: 'Buyer' });
    const value = { amount: '1', currency: 'EUR' };
    const deal = await mutate('createDeal', { customerId, title: 'Bridge', value });
    const occurredAt = '2026-01-31T10:30:00.5+01:00';
    const call = await mutate('logActivity', { kind: 'CALL', subject: 'Call', dealId: deal.id, occurredAt });
    expect(call).toMatchObject({ author: { id: userId }, occurredAt: '2026-01-31T09:30:00.500Z' });
    const { data } = await domain.query(
      `query ($id: ID!) { customer(id: $id) { contacts { edges { node { id name } } }
        deals { totalCount } activities { edges { node { id deal { id } occurredAt } } } } }`,
      { id: customerId },
    );
    expect(data?.customer).toEqual({
      contacts: { edges: [{ node: { id: contact.id, name: 'Ada' } }] },
      deals: { totalCount: 1 },
      activities: { edges: [{ node: { id: call.id, deal: { id: deal.id }, occurredAt: call.occurredAt } }] },
    });
  });

  test('a failure changes nothing', async () => {
    const { id } = await mutate('createCustomer', { name: 'Ltd' });
    const other = await mutate('createCustomer', { name: 'Other' });
    const value = { amount: '1', currency: 'EUR' };
    const deal = await mutate('createDeal', { customerId: other.id, title: 'Bridge', value });
    const rows = await domain.tables();
    const invalid: [string, object, string][] = [
      ['createCustomer', { name: '' }, 'input.name'],
      ['createCustomer', { name: 'Ltd', email: 'a@b' }, 'input.email'],
      ['createCustomer', { name: 'Ltd', phone: '1'.repeat(51) }, 'input.phone'],
      ['createCustomer', { name: 'Ltd', owner: 'ada' }, 'input.owner'],
      ['updateCustomer', { id, name: '' }, 'input.name'],
      ['addContact', { customerId: id, name: 'Ada', role: 'x'.repeat(101) }, 'input.role'],
      ['logActivity', { kind: 'NOTE', subject: 'None' }, 'input.customerId'],
      ['logActivity', { kind: 'NOTE', subject: '', customerId: id }, 'input.subject'],
      ['logActivity', { kind: 'NOTE', subject: 'A', body: 'x'.repeat(10_001), customerId: id }, 'input.body'],
      ['logActivity', { kind: 'NOTE', subject: 'A', customerId: id, dealId: deal.id }, 'input.dealId'],
    ];
    for (const [name, input, field] of invalid) {
      expect(await mutate(name, input)).toMatchObject({ __typename: 'InvalidInput', field });
    }
    for (const missing of [nobody, 'x', '']) {
      const note = { kind: 'NOTE', subject: 'A' };
      for (const [name, input] of [
        ['updateCustomer', { id: missing, name: 'New' }],
        ['addContact', { customerId: missing, name: 'Ada' }],
        ['createDeal', { customerId: missing, title: 'Bridge', value }],
        ['logActivity', { ...note, customerId: missing }],
        ['logActivity', { ...note, dealId: missing }],
        ['logActivity', { ...note, customerId: id, dealId: missing }],
      ] as const) {
        expect(await mutate(name, input)).toMatchObject({ __typename: 'NotFound', id: missing });
      }
    }
    expect(await domain.tables()).toEqual(rows);
  });

  test.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-01:00', '2026-02-30T00:00:00Z', '2026-01-01', 'now'])(
    'a time that the calendar does not have is refused: %s',
    async (occurredAt) => {
      const input = { kind: 'NOTE', subject: 'A', customerId: nobody, occurredAt };
      await expect(mutate('logActivity', input)).rejects.toThrow(/BAD_USER_INPUT/);
    },
  );
});
