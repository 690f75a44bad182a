import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nextEvent } from '#kit/testkit/nextEvent.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { tenantA } from '#kit/testkit/startTestStore.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { crm } from '../index.ts';

const { userId } = testPrincipal();
const nobody = '01890000-0000-7000-8000-00000000dead';

describe('deals', () => {
  let domain: TestDomain;
  let customerId: string;
  beforeAll(async () => {
    domain = await startTestDomain(crm);
    customerId = (await domain.mutate('createCustomer', { input: { name: 'Ltd' } })).id;
  });
  afterAll(() => domain.close());

  const createDeal = (input: object = {}) =>
    domain.mutate('createDeal', {
      input: { customerId, title: 'Bridge', value: { amount: '10', currency: 'EUR' }, ...input },
    });
  const move = (dealId: unknown, toStage: string) => domain.mutate('moveDeal', { dealId, toStage });

  test('every tenant starts with a pipeline, whose stages come in order', async () => {
    const { data } = await domain.query('{ pipelines { id name stages { key position kind } } }');
    expect(data?.pipelines).toEqual([
      {
        id: expect.any(String),
        name: 'Sales',
        stages: ['qualified', 'proposal', 'negotiation', 'won', 'lost'].map((key, index) => ({
          key,
          position: index + 1,
          kind: key === 'won' ? 'WON' : key === 'lost' ? 'LOST' : 'OPEN',
        })),
      },
    ]);
  });

  test('a deal moves along its pipeline to won, and each move is told of', async () => {
    const deal = await createDeal({ owner: userId });
    expect(deal).toMatchObject({ stage: { key: 'qualified' }, closedAt: null, owner: { id: userId } });
    await move(deal.id, 'proposal');
    await move(deal.id, 'negotiation');
    const won = await move(deal.id, 'won');
    expect(won).toMatchObject({ stage: { key: 'won', kind: 'WON' }, closedAt: expect.stringMatching(/\.\d{3}Z$/) });
    const event = await nextEvent(
      domain.eventLog,
      'deal.stage.changed',
      ({ payload }) => payload.deal_id === deal.id && payload.won,
    );
    expect(event.payload).toEqual({
      deal_id: deal.id,
      tenant_id: tenantA,
      customer_id: customerId,
      pipeline_id: deal.pipeline.id,
      title: 'Bridge',
      from_stage: 'negotiation',
      to_stage: 'won',
      won: true,
      lost: false,
      amount: '10.00',
      currency: 'EUR',
      owner_id: userId,
      changed_by: userId,
      changed_at: won.closedAt,
    });
    expect(await move(deal.id, 'lost')).toMatchObject({ __typename: 'Conflict', code: 'DEAL_CLOSED' });
  });

  test('a deal is lost from any open stage, and skips none', async () => {
    const deal = await createDeal();
    for (const stage of ['negotiation', 'won', 'qualified', 'nowhere', '']) {
      expect(await move(deal.id, stage)).toMatchObject({ __typename: 'Conflict', code: 'DEAL_STAGE_NOT_REACHABLE' });
    }
    expect(await move(deal.id, 'lost')).toMatchObject({ stage: { key: 'lost' }, closedAt: expect.any(String) });
    const { payload } = await nextEvent(
      domain.eventLog,
      'deal.stage.changed',
      (event) => event.payload.deal_id === deal.id,
    );
    expect(payload).toMatchObject({ to_stage: 'lost', won: false, lost: true, owner_id: null });
  });

  test('of the same move twice at once, one happens', async () => {
    const deal = await createDeal();
    const outcomes = await Promise.all([move(deal.id, 'proposal'), move(deal.id, 'proposal')]);
    expect(outcomes.map(({ code, __typename }) => code ?? __typename).sort()).toEqual([
      'DEAL_STAGE_NOT_REACHABLE',
      'Deal',
    ]);
  });

  test.each([
    ['10', '10.00'],
    ['0.1', '0.10'],
    ['0.0001', '0.0001'],
    ['00012.3400', '12.34'],
    ['999999999999999.9999', '999999999999999.9999'],
  ])('an amount of %s is %s in the mutation, the detail, the list and the event', async (amount, exact) => {
    const deal = await createDeal({ value: { amount, currency: 'CHF' } });
    expect(deal.value).toMatchObject({ amount: exact, currency: 'CHF' });
    const { data } = await domain.query(
      'query ($id: ID!) { deal(id: $id) { value { amount } createdAt } deals(first: 1) { edges { node { value { amount } createdAt } } } }',
      { id: deal.id },
    );
    const shown = { value: { amount: exact }, createdAt: deal.createdAt };
    expect(data).toEqual({ deal: shown, deals: { edges: [{ node: shown }] } });
    await move(deal.id, 'proposal');
    const { payload } = await nextEvent(
      domain.eventLog,
      'deal.stage.changed',
      (event) => event.payload.deal_id === deal.id,
    );
    expect(payload).toMatchObject({ amount: exact, currency: 'CHF' });
  });

  test.each(['1.00001', '1000000000000000', '1e3', '', 'NaN', '0x10', '1,5', ' 1'])(
    'an amount that cannot be kept exactly is refused: %j',
    async (amount) => {
      await expect(createDeal({ value: { amount, currency: 'EUR' } })).rejects.toThrow(/BAD_USER_INPUT/);
    },
  );

  test('a failure changes nothing', async () => {
    const rows = await domain.tables();
    const invalid: [object, string][] = [
      [{ title: '' }, 'input.title'],
      [{ value: { amount: '-0.01', currency: 'EUR' } }, 'input.value.amount'],
      [{ value: { amount: '1', currency: 'QQQ' } }, 'input.value.currency'],
      [{ owner: 'ada' }, 'input.owner'],
    ];
    for (const [input, field] of invalid) {
      expect(await createDeal(input)).toMatchObject({ __typename: 'InvalidInput', field });
    }
    for (const id of [nobody, 'x']) {
      expect(await createDeal({ pipelineId: id })).toMatchObject({ __typename: 'NotFound', id });
      expect(await move(id, 'proposal')).toMatchObject({ __typename: 'NotFound', id });
    }
    expect(await domain.tables()).toEqual(rows);
  });
});
