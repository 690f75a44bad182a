import { afterAll, beforeAll, describe } from '@jest/globals';
import { indexContract } from '#kit/testkit/contract/indexContract.ts';
import { listContract } from '#kit/testkit/contract/listContract.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { tenant } from '../index.ts';
import { foundTestTenant } from '../testkit/foundTestTenant.ts';

const { userId } = testPrincipal();

describe('lists of tenant', () => {
  let domain: TestDomain;
  const users: string[] = [];
  beforeAll(async () => {
    domain = await startTestDomain(tenant);
  });
  afterAll(() => domain.close());

  async function fill(): Promise<void> {
    await foundTestTenant(domain);
    const mutate = (name: string, input: object) => domain.mutate(name, { input });
    for (const [index, name] of ['Ben', 'Ada', 'Cem', 'Ada', 'Ben'].entries()) {
      const role = index % 2 === 0 ? 'MEMBER' : 'VIEWER';
      users.push((await mutate('inviteUser', { name, email: `user${index}@example.com`, role })).id);
      await mutate('createWorkspace', { name: `${name} ${index}` });
      await mutate('publishMetric', { name: index % 2 === 0 ? 'orders' : 'leads', value: index });
      const level = index % 2 === 0 ? 'INFO' : 'ERROR';
      await mutate('writeLogEvent', { level, source: 'api', message: name });
    }
  }

  listContract({
    domain: () => domain,
    fill,
    lists: [
      {
        field: 'users',
        filterType: 'UserFilter',
        sortType: 'UserSort',
        select: 'name roles status createdAt',
        counted: true,
        sorts: { CREATED_AT: ({ createdAt }) => createdAt, NAME: ({ name }) => name },
        filters: [
          { filter: () => ({ status: 'ACTIVE' }), keeps: ({ status }) => status === 'ACTIVE' },
          { filter: () => ({ role: 'VIEWER' }), keeps: ({ roles }) => roles.includes('VIEWER') },
        ],
      },
      { field: 'workspaces', select: 'name createdAt', counted: true },
      {
        field: 'auditTrail',
        filterType: 'AuditFilter',
        select: 'action actor { id } subjectId',
        filters: [
          { filter: () => ({ actorId: userId }), keeps: ({ actor }) => actor?.id === userId },
          { filter: () => ({ subjectId: users[1] }), keeps: ({ subjectId }) => subjectId === users[1] },
        ],
        texts: ['actorId', 'subjectId'],
      },
      {
        field: 'metrics',
        filterType: 'MetricFilter',
        select: 'name value measuredAt',
        filters: [{ filter: () => ({ name: 'leads' }), keeps: ({ name }) => name === 'leads' }],
        texts: ['name'],
      },
      {
        field: 'logEvents',
        filterType: 'LogEventFilter',
        select: 'level loggedAt',
        filters: [{ filter: () => ({ level: 'ERROR' }), keeps: ({ level }) => level === 'ERROR' }],
      },
    ],
  });

  indexContract(tenant);
});
