import { afterAll, beforeAll, describe } from '@jest/globals';
import { accessContract } from '#kit/testkit/contract/accessContract.ts';
import { isolationContract } from '#kit/testkit/contract/isolationContract.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { crm } from '../index.ts';
import { seedCrm } from '../testkit/seedCrm.ts';

describe('crm keeps the contracts of every subgraph', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await startTestDomain(crm);
  });
  afterAll(() => domain.close());

  accessContract({ domain: () => domain });
  isolationContract({
    domain: () => domain,
    seed: async (principal, canary) => {
      await seedCrm(domain, principal, canary);
    },
    withoutOwnIds: ['createLead', 'createCustomer'],
  });
});
