import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { collectEvents } from '#kit/testkit/collectEvents.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { tenantA, tenantB } from '#kit/testkit/startTestStore.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { erp } from '../index.ts';
import { dealWon } from '../testkit/dealWon.ts';

describe('the order of a won deal', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await startTestDomain(erp);
  });
  afterAll(() => domain.close());

  test('is made once: of events repeated, of a second event for the deal, and not of a move that wins nothing', async () => {
    const won = dealWon();
    const { deal_id, customer_id } = won.payload;
    // What has the key of the won deal comes behind it: an order of the last of them says that all were handled.
    const behind = (record: EventRecord): EventRecord => ({ ...record, key: won.key });
    const last = dealWon({ title: 'Last' });
    await domain.eventLog.append([won, won, dealWon({ ...won.payload }), behind(dealWon({ won: false }))]);
    await domain.eventLog.append([won, dealWon({ tenant_id: tenantB }), behind(last)]);
    const received = await collectEvents(domain.eventLog, 'order.received');
    const events = await received.until(
      (all) =>
        all.some(({ payload }) => payload.deal_id === last.payload.deal_id) &&
        all.some(({ header }) => header.tenant_id === tenantB),
    );
    await received.close();

    const { data } = await domain.query(`{ orders { totalCount edges { node {
      number status total { amount currency } customer { id } deal { id }
      lines { description quantity product { id } unitPrice { amount } } } } } }`);
    expect(data?.orders.totalCount).toBe(2);
    const ofDeal = data?.orders.edges.filter(
      ({ node }: { node: { deal: { id: string } } }) => node.deal.id === deal_id,
    );
    expect(ofDeal).toEqual([
      {
        node: {
          number: expect.stringMatching(/^O-00000[12]$/),
          status: 'RECEIVED',
          total: { amount: '1200.50', currency: 'EUR' },
          customer: { id: customer_id },
          deal: { id: deal_id },
          lines: [{ description: 'Bridge', quantity: 1, product: null, unitPrice: { amount: '1200.50' } }],
        },
      },
    ]);
    const told = events.filter(({ payload }) => payload.deal_id === deal_id);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      header: { tenant_id: tenantA, trace_id: won.header.trace_id },
      payload: { amount: '1200.50', currency: 'EUR', customer_id },
    });
  });

  test('is found through its deal', async () => {
    const won = dealWon();
    await domain.eventLog.append([won]);
    const received = await collectEvents(domain.eventLog, 'order.received');
    await received.until((events) => events.some(({ payload }) => payload.deal_id === won.payload.deal_id));
    await received.close();
    const lookup =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Deal { order { total { amount } } } } }';
    const of = [{ __typename: 'Deal', id: won.payload.deal_id }];
    expect((await domain.query(lookup, { of })).data).toEqual({
      _entities: [{ order: { total: { amount: '1200.50' } } }],
    });
  });
});
