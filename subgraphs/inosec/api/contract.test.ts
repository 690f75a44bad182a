import { afterAll, beforeAll, describe } from '@jest/globals';
import { accessContract } from '#kit/testkit/contract/accessContract.ts';
import { isolationContract } from '#kit/testkit/contract/isolationContract.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { inosec } from '../index.ts';
import { seedInosec } from '../testkit/seedInosec.ts';

describe('inosec keeps the contracts of every subgraph', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await startTestDomain(inosec);
  });
  afterAll(() => domain.close());

  accessContract({ domain: () => domain });
  isolationContract({
    domain: () => domain,
    seed: (principal, canary) => seedInosec(domain, principal, canary),
    withoutOwnIds: ['reportThreat', 'createPolicy', 'createDetectionRule'],
  });
});
