import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nextEvent } from '#kit/testkit/nextEvent.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { tenantA } from '#kit/testkit/startTestStore.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { inosec } from '../index.ts';

const { userId } = testPrincipal();
const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('alerts', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await startTestDomain(inosec);
  });
  afterAll(() => domain.close());

  const report = (input: object = {}) =>
    domain.mutate('reportThreat', {
      input: { severity: 'HIGH', sourceSystem: 'firewall', description: 'Scan', ...input },
    });
  const acknowledge = (alertId: unknown, note?: string) => domain.mutate('acknowledgeAlert', { alertId, note });
  const resolve = (alertId: unknown, note?: string) => domain.mutate('resolveAlert', { alertId, note });

  test('a threat opens an alert, and both are told of', async () => {
    const alert = await report({ sourceSystem: ' firewall ' });
    expect(alert).toMatchObject({
      __typename: 'Alert',
      severity: 'HIGH',
      sourceSystem: 'firewall',
      status: 'OPEN',
      acknowledgedBy: null,
      threat: { rule: null, alert: { id: alert.id }, detectedAt: alert.detectedAt },
      tenant: { id: tenantA },
      detectedAt: expect.stringMatching(utc),
    });
    const { payload } = await nextEvent(domain.eventLog, 'threat.detected', (one) => one.payload.alert_id === alert.id);
    expect(payload).toEqual({
      alert_id: alert.id,
      threat_id: alert.threat.id,
      tenant_id: tenantA,
      severity: 'HIGH',
      source_system: 'firewall',
      description: 'Scan',
      detected_at: alert.detectedAt,
    });
  });

  test('of three who take an alert at once, one has it', async () => {
    const { id } = await report();
    const answers = await Promise.all([acknowledge(id, 'mine'), acknowledge(id, 'mine'), acknowledge(id, 'mine')]);
    expect(answers.map(({ code, __typename }) => code ?? __typename).sort()).toEqual([
      'ALERT_ALREADY_ACKNOWLEDGED',
      'ALERT_ALREADY_ACKNOWLEDGED',
      'Alert',
    ]);
    const alert = answers.find(({ __typename }) => __typename === 'Alert')!;
    expect(alert).toMatchObject({ status: 'ACKNOWLEDGED', acknowledgedBy: { id: userId }, note: 'mine' });
    const { payload } = await nextEvent(domain.eventLog, 'alert.acknowledged', (one) => one.payload.alert_id === id);
    expect(payload).toEqual({
      alert_id: id,
      tenant_id: tenantA,
      acknowledged_by: userId,
      acknowledged_at: alert.acknowledgedAt,
      note: 'mine',
    });
  });

  test('an alert is acknowledged, then resolved, each once', async () => {
    const { id } = await report();
    expect(await resolve(id)).toMatchObject({ __typename: 'Conflict', code: 'ALERT_NOT_ACKNOWLEDGED' });
    await acknowledge(id, 'mine');
    expect(await resolve(id)).toMatchObject({
      status: 'RESOLVED',
      note: 'mine',
      resolvedAt: expect.stringMatching(utc),
    });
    expect(await resolve(id, 'again')).toMatchObject({ code: 'ALERT_ALREADY_RESOLVED' });
    expect(await acknowledge(id)).toMatchObject({ code: 'ALERT_ALREADY_RESOLVED' });
    const { data } = await domain.query('query ($id: ID!) { alert(id: $id) { status note } }', { id });
    expect(data?.alert).toEqual({ status: 'RESOLVED', note: 'mine' });
  });

  test('a failure changes nothing and tells nobody', async () => {
    const { id } = await report();
    await nextEvent(domain.eventLog, 'threat.detected', ({ payload }) => payload.alert_id === id);
    const [rows, ends] = [await domain.tables(), await domain.eventEnds()];
    for (const [answer, field] of [
      [await report({ sourceSystem: '' }), 'input.sourceSystem'],
      [await report({ sourceSystem: 'x'.repeat(101) }), 'input.sourceSystem'],
      [await report({ description: 'x'.repeat(2_001) }), 'input.description'],
      [await acknowledge(id, 'x'.repeat(2_001)), 'note'],
      [await resolve(id, ''), 'note'],
    ] as const) {
      expect(answer).toMatchObject({ __typename: 'InvalidInput', field });
    }
    for (const missing of ['01890000-0000-7000-8000-00000000dead', 'x', '']) {
      for (const answer of [await acknowledge(missing), await resolve(missing)]) {
        expect(answer).toMatchObject({ __typename: 'NotFound', id: missing });
      }
    }
    expect(await domain.tables()).toEqual(rows);
    const marker = await report();
    await nextEvent(domain.eventLog, 'threat.detected', ({ payload }) => payload.alert_id === marker.id);
    const { 'threat.detected': _threats, ...others } = await domain.eventEnds();
    expect(ends).toMatchObject(others);
  });
});
