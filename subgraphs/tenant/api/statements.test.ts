import { afterAll, beforeAll, describe } from '@jest/globals';
import { statementContract } from '#kit/testkit/contract/statementContract.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { tenant } from '../index.ts';
import { foundTestTenant } from '../testkit/foundTestTenant.ts';

describe('tenant', () => {
  let domain: TestDomain;
  let ids: string[];

  beforeAll(async () => {
    domain = await startTestDomain(tenant);
    await foundTestTenant(domain);
    const made = Array.from({ length: 100 }, async (_, index) => {
      await domain.mutate('publishMetric', { input: { name: 'orders', value: index } });
      const input = { name: 'Ben', email: `ben${index}@example.com` };
      return (await domain.mutate('inviteUser', { input })).id as string;
    });
    ids = await Promise.all(made);
  });
  afterAll(() => domain.close());

  statementContract({
    domain: () => domain,
    requests: [
      ['who asks, and its tenant', '{ me { name tenant { slug } } tenant { name settings { features } } }', 2],
      [
        '100 users with who invited them and their tenant',
        '{ users(first: 100) { totalCount edges { node { name attributes { region } invitedBy { name } tenant { slug } } } } }',
        4,
      ],
      [
        '100 entries of the audit trail with who acted',
        '{ auditTrail(first: 100) { edges { node { actor { name } } } } }',
        2,
      ],
      ['100 measures with their tenant', '{ metrics(first: 100) { edges { node { value tenant { slug } } } } }', 2],
    ],
    entity: { type: 'User', ids: () => ids },
  });
});
