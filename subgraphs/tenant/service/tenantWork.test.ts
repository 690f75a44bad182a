import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nextEvent } from '#kit/testkit/nextEvent.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { tenantA } from '#kit/testkit/startTestStore.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { tenant } from '../index.ts';
import { foundTestTenant } from '../testkit/foundTestTenant.ts';

const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('settings, workspaces, measures, log events and alarms', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await startTestDomain(tenant);
    await foundTestTenant(domain);
  });
  afterAll(() => domain.close());

  const mutate = (name: string, input: object) => domain.mutate(name, { input });

  test('the tenant changes what is named, tells of it and audits it', async () => {
    const features = ['beta'];
    const changed = await mutate('updateTenant', {
      ...{ name: ' Acme ', plan: 'FREE', features },
      ...{ requestsPerMinute: 60, userRequestsPerMinute: 30 },
    });
    expect(changed).toMatchObject({ id: tenantA, name: 'Acme', plan: 'FREE', slug: 'seed' });
    expect(changed.settings).toMatchObject({ requestsPerMinute: 60, requestsPerHour: 10_000, features });
    expect(await mutate('updateTenant', { retentionDays: 30 })).toMatchObject({
      name: 'Acme',
      settings: { requestsPerMinute: 60, retentionDays: 30, features },
    });
    const { payload } = await nextEvent(domain.eventLog, 'tenant.updated');
    expect(payload).toEqual({
      tenant_id: tenantA,
      name: 'Acme',
      plan: 'FREE',
      status: 'ACTIVE',
      updated_at: expect.stringMatching(utc),
      requests_per_minute: 60,
      requests_per_hour: 10_000,
      user_requests_per_minute: 30,
      user_requests_per_hour: 10_000,
      partner_requests_per_minute: 600,
      partner_requests_per_hour: 10_000,
    });
    const { data } = await domain.query('{ auditTrail { edges { node { action subjectId actor { id } } } } }');
    const node = { action: 'tenant.update', subjectId: tenantA, actor: { id: testPrincipal().userId } };
    expect(data?.auditTrail.edges.slice(0, 2)).toEqual([{ node }, { node }]);
  });

  test('of two workspaces of one name at once, one is set up', async () => {
    const answers = await Promise.all(['Sales', 'SALES'].map((name) => mutate('createWorkspace', { name })));
    expect(answers.map(({ code, __typename }) => code ?? __typename).sort()).toEqual([
      'WORKSPACE_NAME_TAKEN',
      'Workspace',
    ]);
    const made = answers.find(({ __typename }) => __typename === 'Workspace')!;
    expect(made).toMatchObject({ description: null, createdBy: { id: testPrincipal().userId } });
    const { data } = await domain.query('{ auditTrail(first: 1) { edges { node { action subjectId } } } }');
    expect(data?.auditTrail.edges).toEqual([{ node: { action: 'workspace.create', subjectId: made.id } }]);
  });

  test('a measure, a log event and an alarm are kept and told of', async () => {
    const metric = await mutate('publishMetric', { name: 'orders.open', value: 0.1 });
    expect(metric).toMatchObject({ name: 'orders.open', value: 0.1, unit: '1', tenant: { id: tenantA } });
    expect((await nextEvent(domain.eventLog, 'metrics.published')).payload).toEqual({
      metric_id: metric.id,
      tenant_id: tenantA,
      name: 'orders.open',
      value: 0.1,
      unit: '1',
      measured_at: metric.measuredAt,
    });
    const log = await mutate('writeLogEvent', { level: 'WARN', source: 'api', message: 'two\nlines' });
    expect((await nextEvent(domain.eventLog, 'logstream.new')).payload).toEqual({
      log_id: log.id,
      tenant_id: tenantA,
      level: 'WARN',
      source: 'api',
      message: 'two\nlines',
      logged_at: log.loggedAt,
    });
    const alarm = await mutate('raiseRateLimitAlarm', { subject: 'ada', limitPerMinute: 600, observed: 601 });
    expect((await nextEvent(domain.eventLog, 'alert.rate.limit')).payload).toEqual({
      alarm_id: alarm.id,
      tenant_id: tenantA,
      subject: 'ada',
      limit_per_minute: 600,
      observed: 601,
      raised_at: alarm.raisedAt,
    });
    expect([metric.measuredAt, log.loggedAt, alarm.raisedAt]).toEqual(Array(3).fill(expect.stringMatching(utc)));
  });

  test('a failure changes nothing and tells nobody', async () => {
    const [rows, ends] = [await domain.tables(), await domain.eventEnds()];
    for (const [name, input, field] of [
      ['updateTenant', { name: '' }, 'input.name'],
      ['updateTenant', { requestsPerMinute: 0 }, 'input.requestsPerMinute'],
      ['updateTenant', { userRequestsPerHour: 0 }, 'input.userRequestsPerHour'],
      ['updateTenant', { partnerRequestsPerMinute: 1_000_001 }, 'input.partnerRequestsPerMinute'],
      ['updateTenant', { requestsPerHour: 60_000_001 }, 'input.requestsPerHour'],
      ['updateTenant', { retentionDays: 3_651 }, 'input.retentionDays'],
      ['updateTenant', { features: ['Not a feature'] }, 'input.features'],
      ['updateTenant', { features: Array(101).fill('beta') }, 'input.features'],
      ['createWorkspace', { name: 'x'.repeat(101) }, 'input.name'],
      ['createWorkspace', { name: 'New', description: '' }, 'input.description'],
      ['publishMetric', { name: 'Not a metric', value: 1 }, 'input.name'],
      ['publishMetric', { name: 'orders', value: 1, unit: 'x'.repeat(21) }, 'input.unit'],
      ['writeLogEvent', { level: 'INFO', source: '', message: 'text' }, 'input.source'],
      ['writeLogEvent', { level: 'INFO', source: 'api', message: 'x'.repeat(10_001) }, 'input.message'],
      ['raiseRateLimitAlarm', { subject: '', limitPerMinute: 1, observed: 2 }, 'input.subject'],
      ['raiseRateLimitAlarm', { subject: 'ada', limitPerMinute: 0, observed: 2 }, 'input.limitPerMinute'],
      ['raiseRateLimitAlarm', { subject: 'ada', limitPerMinute: 2, observed: 2 }, 'input.observed'],
    ] as const) {
      expect(await mutate(name, input)).toMatchObject({ __typename: 'InvalidInput', field });
    }
    expect(await domain.tables()).toEqual(rows);
    const marker = await mutate('writeLogEvent', { level: 'INFO', source: 'api', message: 'marker' });
    await nextEvent(domain.eventLog, 'logstream.new', ({ payload }) => payload.log_id === marker.id);
    const { 'logstream.new': _log, ...others } = await domain.eventEnds();
    expect(ends).toMatchObject(others);
  });
});
