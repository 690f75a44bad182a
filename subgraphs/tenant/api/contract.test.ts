import { afterAll, beforeAll, describe } from '@jest/globals';
import { accessContract } from '#kit/testkit/contract/accessContract.ts';
import { isolationContract } from '#kit/testkit/contract/isolationContract.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import type { Principal } from '#platform/identity/principal.ts';
import { tenant } from '../index.ts';
import { foundTestTenant } from '../testkit/foundTestTenant.ts';

describe('tenant keeps the contracts of every subgraph', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await startTestDomain(tenant);
  });
  afterAll(() => domain.close());

  async function seed(principal: Principal, canary: string): Promise<void> {
    const mutate = (name: string, input: object) => domain.mutate(name, { input }, principal);
    await foundTestTenant(domain, principal, canary);
    await mutate('updateProfile', { department: `${canary} sales`, costCentre: `${canary} 7`, region: canary });
    await mutate('inviteUser', { name: `${canary} Ben`, email: `${canary}-ben@example.com` });
    await mutate('createWorkspace', { name: `${canary} space`, description: `${canary} text` });
    await mutate('publishMetric', { name: 'orders', value: 1, unit: canary });
    await mutate('writeLogEvent', { level: 'INFO', source: canary, message: `${canary} message` });
    await mutate('raiseRateLimitAlarm', { subject: canary, limitPerMinute: 1, observed: 2 });
  }

  const ofOneself = ['acceptInvitation', 'updateProfile'];
  accessContract({ domain: () => domain, ofOneself });
  isolationContract({
    domain: () => domain,
    seed,
    withoutOwnIds: [
      ...ofOneself,
      'createTenant',
      'suspendTenant',
      'resumeTenant',
      'deleteTenant',
      'updateTenant',
      'inviteUser',
      'createWorkspace',
      'publishMetric',
      'writeLogEvent',
      'raiseRateLimitAlarm',
    ],
  });
});
