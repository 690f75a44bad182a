import { afterAll, beforeAll, describe } from '@jest/globals';
import { accessContract } from '#kit/testkit/contract/accessContract.ts';
import { isolationContract } from '#kit/testkit/contract/isolationContract.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { erp } from '../index.ts';
import { seedErp } from '../testkit/seedErp.ts';

describe('erp keeps the contracts of every subgraph', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await startTestDomain(erp);
  });
  afterAll(() => domain.close());

  accessContract({ domain: () => domain });
  isolationContract({
    domain: () => domain,
    seed: async (principal, canary) => {
      await seedErp(domain, principal, canary);
    },
    withoutOwnIds: ['createProduct'],
  });
});
