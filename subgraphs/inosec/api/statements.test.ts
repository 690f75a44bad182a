import { afterAll, beforeAll, describe } from '@jest/globals';
import { statementContract } from '#kit/testkit/contract/statementContract.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { inosec } from '../index.ts';

describe('inosec', () => {
  let domain: TestDomain;
  let ids: string[];

  beforeAll(async () => {
    domain = await startTestDomain(inosec);
    const made = Array.from({ length: 100 }, async (_, index) => {
      const description = `Number ${index}`;
      const threat = { severity: 'LOW', sourceSystem: 'firewall', description };
      const { id } = await domain.mutate('reportThreat', { input: threat });
      const { id: policyId } = await domain.mutate('createPolicy', { input: { name: 'Keys', description } });
      await domain.mutate('recordViolation', { input: { policyId, subject: 'Ada', description } });
      return id as string;
    });
    ids = await Promise.all(made);
  });
  afterAll(() => domain.close());

  statementContract({
    domain: () => domain,
    requests: [
      [
        '100 alerts with their threats and rules',
        '{ alerts(first: 100) { totalCount edges { node { acknowledgedBy { id } threat { rule { name } alert { id } } } } } }',
        // Alerts, their count, threats, the threats' alerts; no rule found them.
        4,
      ],
      [
        '100 policies with their first violations',
        '{ policies(first: 100) { edges { node { violations(first: 5) { edges { node { policy { name } } } } } } } }',
        // Policies, violations, and the policies of those.
        3,
      ],
      ['100 violations with their policies', '{ violations(first: 100) { edges { node { policy { name } } } } }', 2],
    ],
    entity: { type: 'Alert', ids: () => ids },
  });
});
