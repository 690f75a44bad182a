import { afterAll, beforeAll, describe } from '@jest/globals';
import { indexContract } from '#kit/testkit/contract/indexContract.ts';
import { listContract } from '#kit/testkit/contract/listContract.ts';
import type { Shown } from '#kit/testkit/shown.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { inosec } from '../index.ts';

const severities = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL', 'HIGH'];
const severity = {
  filter: () => ({ severity: 'HIGH' }),
  keeps: (node: Shown) => node.severity === 'HIGH',
};

describe('lists of inosec', () => {
  let domain: TestDomain;
  const policies: string[] = [];
  beforeAll(async () => {
    domain = await startTestDomain(inosec);
  });
  afterAll(() => domain.close());

  async function fill(): Promise<void> {
    const mutate = (name: string, input: object) => domain.mutate(name, { input });
    for (const [index, one] of severities.entries()) {
      const description = `Number ${index}`;
      const alert = await mutate('reportThreat', { severity: one, sourceSystem: 'firewall', description });
      if (index === 0) await domain.mutate('acknowledgeAlert', { alertId: alert.id });
      const policy = await mutate('createPolicy', { name: 'Keys', description, severity: one });
      policies.push(policy.id);
      await mutate('recordViolation', { policyId: policies[index % 2], subject: 'Ada', description });
      await mutate('createDetectionRule', { name: description });
    }
  }

  listContract({
    domain: () => domain,
    fill,
    lists: [
      {
        field: 'alerts',
        filterType: 'AlertFilter',
        sortType: 'AlertSort',
        select: 'severity status detectedAt',
        counted: true,
        sorts: { DETECTED_AT: ({ detectedAt }) => detectedAt },
        filters: [
          severity,
          { filter: () => ({ status: 'ACKNOWLEDGED' }), keeps: ({ status }) => status === 'ACKNOWLEDGED' },
        ],
      },
      { field: 'threats', filterType: 'ThreatFilter', select: 'severity', filters: [severity] },
      { field: 'policies', filterType: 'PolicyFilter', select: 'severity', filters: [severity] },
      {
        field: 'violations',
        filterType: 'ViolationFilter',
        select: 'policy { id }',
        filters: [{ filter: () => ({ policyId: policies[0] }), keeps: ({ policy }) => policy.id === policies[0] }],
        texts: ['policyId'],
      },
      { field: 'detectionRules', select: 'name createdAt' },
    ],
  });

  indexContract(inosec);
});
