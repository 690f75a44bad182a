import { afterAll, beforeAll, describe } from '@jest/globals';
import { indexContract } from '#kit/testkit/contract/indexContract.ts';
import { listContract } from '#kit/testkit/contract/listContract.ts';
import type { Shown } from '#kit/testkit/shown.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { crm } from '../index.ts';

const { userId } = testPrincipal();
const byTime = (column: string) => (node: Shown) => node[column];

describe('lists of crm', () => {
  let domain: TestDomain;
  const made: Shown[] = [];

  beforeAll(async () => {
    domain = await startTestDomain(crm);
  });
  afterAll(() => domain.close());

  async function fill(): Promise<void> {
    const mutate = (name: string, input: object) => domain.mutate(name, { input });
    for (const [index, name] of ['Ben', 'Ada', 'ada', 'Cem', 'Ada', 'A%'].entries()) {
      const source = index % 2 === 0 ? 'WEB' : 'PARTNER';
      const email = `lead${index}@example.com`;
      const lead = await mutate('createLead', { name, email, source, assignedTo: index < 2 ? userId : null });
      const customer = await mutate('createCustomer', { name, owner: index < 2 ? userId : null });
      if (index === 0) await mutate('updateCustomer', { id: customer.id, status: 'INACTIVE' });
      const value = { amount: ['9', '10', '10.00', '2.5', '100'][index % 5], currency: 'EUR' };
      const owner = index < 2 ? userId : null;
      const deal = await mutate('createDeal', { customerId: customer.id, title: name, value, owner });
      const about = index % 2 === 0 ? { dealId: deal.id } : { customerId: customer.id };
      await mutate('logActivity', { kind: index < 3 ? 'CALL' : 'NOTE', subject: name, ...about });
      made.push({ lead, customer, deal });
    }
    await domain.mutate('moveDeal', { dealId: made[0]!.deal.id, toStage: 'proposal' });
    await domain.mutate('discardLead', { leadId: made[0]!.lead.id });
  }

  listContract({
    domain: () => domain,
    fill,
    lists: [
      {
        field: 'leads',
        filterType: 'LeadFilter',
        sortType: 'LeadSort',
        select: 'name source status createdAt assignedTo { id }',
        counted: true,
        sorts: { CREATED_AT: byTime('createdAt'), NAME: ({ name }) => name },
        filters: [
          { filter: () => ({ status: 'OPEN' }), keeps: ({ status }) => status === 'OPEN' },
          { filter: () => ({ source: 'WEB' }), keeps: ({ source }) => source === 'WEB' },
          { filter: () => ({ assignedTo: userId }), keeps: ({ assignedTo }) => assignedTo?.id === userId },
          {
            filter: () => ({ assignedTo: userId.toUpperCase(), source: 'WEB' }),
            keeps: ({ assignedTo, source }) => assignedTo?.id === userId && source === 'WEB',
          },
        ],
        texts: ['assignedTo'],
      },
      {
        field: 'customers',
        filterType: 'CustomerFilter',
        sortType: 'CustomerSort',
        select: 'name status createdAt owner { id }',
        counted: true,
        sorts: { CREATED_AT: byTime('createdAt'), NAME: ({ name }) => name },
        filters: [
          { filter: () => ({ status: 'INACTIVE' }), keeps: ({ status }) => status === 'INACTIVE' },
          { filter: () => ({ owner: userId }), keeps: ({ owner }) => owner?.id === userId },
          { filter: () => ({ nameStartsWith: 'AD' }), keeps: ({ name }) => name.toLowerCase() === 'ada' },
          { filter: () => ({ nameStartsWith: 'a%' }), keeps: ({ name }) => name === 'A%' },
        ],
        texts: ['owner', 'nameStartsWith'],
      },
      {
        field: 'deals',
        filterType: 'DealFilter',
        sortType: 'DealSort',
        select: 'stage { key } value { amount currency } createdAt owner { id } customer { id }',
        counted: true,
        sorts: { CREATED_AT: byTime('createdAt'), VALUE: ({ value }) => Number(value.amount) },
        filters: [
          { filter: () => ({ stage: 'proposal' }), keeps: ({ stage }) => stage.key === 'proposal' },
          { filter: () => ({ owner: userId }), keeps: ({ owner }) => owner?.id === userId },
          {
            filter: () => ({ customerId: made[2]!.customer.id }),
            keeps: ({ customer }) => customer.id === made[2]!.customer.id,
          },
        ],
        texts: ['stage', 'owner', 'customerId', 'pipelineId'],
      },
      {
        field: 'activities',
        filterType: 'ActivityFilter',
        select: 'kind occurredAt customer { id } deal { id }',
        filters: [
          { filter: () => ({ kind: 'CALL' }), keeps: ({ kind }) => kind === 'CALL' },
          { filter: () => ({ dealId: made[2]!.deal.id }), keeps: ({ deal }) => deal?.id === made[2]!.deal.id },
          {
            filter: () => ({ customerId: made[2]!.customer.id }),
            keeps: ({ customer }) => customer?.id === made[2]!.customer.id,
          },
        ],
        texts: ['customerId', 'dealId'],
      },
    ],
  });

  indexContract(crm);
});
