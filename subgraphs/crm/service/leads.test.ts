import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nextEvent } from '#kit/testkit/nextEvent.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { tenantA } from '#kit/testkit/startTestStore.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { crm } from '../index.ts';

const { userId } = testPrincipal();
const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const nobody = '01890000-0000-7000-8000-00000000dead';

describe('leads', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await startTestDomain(crm);
  });
  afterAll(() => domain.close());

  const createLead = (input: object) =>
    domain.mutate('createLead', { input: { name: 'Ada', email: 'ada@example.com', ...input } });
  const convert = (leadId: unknown, more: object = {}) =>
    domain.mutate('convertLead', {
      input: { leadId, dealTitle: 'Bridge', dealValue: { amount: '1200.5', currency: 'EUR' }, ...more },
    });

  test('a lead is stored as it is shown, and told of', async () => {
    const lead = await createLead({ name: ' Ada ', company: ' Ltd ', assignedTo: userId.toUpperCase() });
    expect(lead).toMatchObject({
      __typename: 'Lead',
      name: 'Ada',
      email: 'ada@example.com',
      company: 'Ltd',
      source: 'OTHER',
      status: 'OPEN',
      assignedTo: { id: userId },
      customer: null,
      createdAt: expect.stringMatching(utc),
    });
    const { data } = await domain.query('query ($id: ID!) { lead(id: $id) { name source createdAt } }', lead);
    expect(data?.lead).toEqual({ name: 'Ada', source: 'OTHER', createdAt: lead.createdAt });
    const event = await nextEvent(domain.eventLog, 'lead.created', ({ payload }) => payload.lead_id === lead.id);
    expect(event.payload).toEqual({
      lead_id: lead.id,
      tenant_id: tenantA,
      name: 'Ada',
      email: 'ada@example.com',
      source: 'OTHER',
      assigned_to: userId,
      created_at: lead.createdAt,
    });
    expect(event).toMatchObject({ key: `${tenantA}:${lead.id}`, header: { tenant_id: tenantA, source: 'crm' } });
  });

  test('a lead is given to a user, and to nobody', async () => {
    const { id: leadId } = await createLead({});
    expect(await domain.mutate('assignLead', { leadId, userId })).toMatchObject({ assignedTo: { id: userId } });
    expect(await domain.mutate('assignLead', { leadId, userId: null })).toMatchObject({ assignedTo: null });
  });

  test('a converted lead is a customer with a deal of its own', async () => {
    const lead = await createLead({ company: 'Ltd', assignedTo: userId });
    const made = await convert(lead.id);
    expect(made).toMatchObject({
      __typename: 'LeadConversion',
      lead: { id: lead.id, status: 'CONVERTED', customer: { id: made.customer.id } },
      customer: { name: 'Ltd', email: 'ada@example.com', phone: null, status: 'ACTIVE', owner: { id: userId } },
      deal: { title: 'Bridge', value: { amount: '1200.50', currency: 'EUR' }, stage: { key: 'qualified' } },
    });
    const { payload } = await nextEvent(
      domain.eventLog,
      'customer.synced',
      (event) => event.payload.customer_id === made.customer.id,
    );
    expect(payload).toEqual({
      customer_id: made.customer.id,
      tenant_id: tenantA,
      name: 'Ltd',
      email: 'ada@example.com',
      status: 'ACTIVE',
      synced_at: expect.stringMatching(utc),
    });
  });

  test('two conversions at once make one customer', async () => {
    const lead = await createLead({});
    const before = await domain.tables();
    const outcomes = await Promise.all([convert(lead.id), convert(lead.id), convert(lead.id)]);
    expect(outcomes.map(({ __typename, code }) => code ?? __typename).sort()).toEqual([
      'LEAD_ALREADY_CONVERTED',
      'LEAD_ALREADY_CONVERTED',
      'LeadConversion',
    ]);
    const after = await domain.tables();
    for (const table of ['"customers"', '"deals"']) expect(after[table]).toHaveLength(before[table]!.length + 1);
  });

  test('a lead is discarded once, and is no customer then', async () => {
    const { id: leadId } = await createLead({});
    expect(await domain.mutate('discardLead', { leadId })).toMatchObject({ __typename: 'Lead', status: 'DISCARDED' });
    expect(await domain.mutate('discardLead', { leadId })).toMatchObject({ code: 'LEAD_DISCARDED' });
    expect(await convert(leadId)).toMatchObject({ __typename: 'Conflict', code: 'LEAD_DISCARDED' });
  });

  test('a failure changes nothing and tells nobody', async () => {
    const { id: leadId } = await createLead({});
    await nextEvent(domain.eventLog, 'lead.created', ({ payload }) => payload.lead_id === leadId);
    const [rows, ends] = [await domain.tables(), await domain.eventEnds()];
    const invalid = async (answer: Promise<object>, field: string) =>
      expect(await answer).toMatchObject({ __typename: 'InvalidInput', code: 'BAD_USER_INPUT', field });
    await invalid(createLead({ name: '  ' }), 'input.name');
    await invalid(createLead({ name: 'x'.repeat(201) }), 'input.name');
    await invalid(createLead({ name: 'nul \0' }), 'input.name');
    await invalid(createLead({ email: 'ada' }), 'input.email');
    await invalid(createLead({ company: '' }), 'input.company');
    await invalid(createLead({ assignedTo: 'ada' }), 'input.assignedTo');
    await invalid(domain.mutate('assignLead', { leadId, userId: 'ada' }), 'userId');
    await invalid(convert(leadId, { dealTitle: '' }), 'input.dealTitle');
    await invalid(convert(leadId, { dealValue: { amount: '-1', currency: 'EUR' } }), 'input.dealValue.amount');
    await invalid(convert(leadId, { dealValue: { amount: '1', currency: 'eur' } }), 'input.dealValue.currency');
    for (const id of [nobody, 'x', '']) {
      for (const answer of [
        await convert(id),
        await domain.mutate('assignLead', { leadId: id, userId }),
        await domain.mutate('discardLead', { leadId: id }),
        await convert(leadId, { pipelineId: id }),
      ]) {
        expect(answer).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND', id });
      }
    }
    expect(await domain.tables()).toEqual(rows);
    const marker = await createLead({});
    await nextEvent(domain.eventLog, 'lead.created', ({ payload }) => payload.lead_id === marker.id);
    const { 'lead.created': _leads, ...others } = await domain.eventEnds();
    expect(ends).toMatchObject(others);
  });
});
