import { afterAll, beforeAll, describe } from '@jest/globals';
import { statementContract } from '#kit/testkit/contract/statementContract.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { crm } from '../index.ts';

const page = 'pageInfo { hasNextPage }';

describe('crm', () => {
  let domain: TestDomain;
  const ids: string[] = [];

  beforeAll(async () => {
    domain = await startTestDomain(crm);
    const input = { name: 'Ada', email: 'ada@example.com' };
    const value = { amount: '1', currency: 'EUR' };
    const made = Array.from({ length: 100 }, async () => {
      const { id: leadId } = await domain.mutate('createLead', { input });
      const first = { leadId, dealTitle: 'First', dealValue: value };
      const { customer } = await domain.mutate('convertLead', { input: first });
      await domain.mutate('createDeal', { input: { customerId: customer.id, title: 'Second', value } });
      return customer.id as string;
    });
    ids.push(...(await Promise.all(made)));
  });
  afterAll(() => domain.close());

  statementContract({
    domain: () => domain,
    requests: [
      ['100 leads', `{ leads(first: 100) { edges { node { id name assignedTo { id } } } } }`, 1],
      [
        '100 leads, their customers, and the first five deals of each with stage and pipeline',
        `{ leads(first: 100) { totalCount ${page} edges { node { customer { name deals(first: 5) { totalCount ${page}
        edges { node { title value { amount } stage { key } pipeline { name } customer { name } } } } } } } } }`,
        // Leads, their count, customers, deals, their counts, the pipeline; the customers are known already.
        6,
      ],
      [
        '100 customers with contacts, deals and activities',
        `{ customers(first: 100) { edges { node { contacts { edges { node { name } } }
        deals { edges { node { title } } } activities { edges { node { subject author { id } } } } } } } }`,
        4,
      ],
      ['pipelines with their stages', '{ pipelines { name stages { key } } }', 1],
    ],
    entity: { type: 'Customer', ids: () => ids },
  });
});
