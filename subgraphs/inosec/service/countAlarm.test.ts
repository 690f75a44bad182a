import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Collected, collectEvents } from '#kit/testkit/collectEvents.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { tenantA, tenantB } from '#kit/testkit/startTestStore.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { inosec } from '../index.ts';
import { rateLimitAlarm } from '../testkit/rateLimitAlarm.ts';

describe('repeated alarms of one caller', () => {
  let domain: TestDomain;
  let raised: Collected;
  let markers = 0;
  beforeAll(async () => {
    domain = await startTestDomain(inosec);
    raised = await collectEvents(domain.eventLog, 'threat.detected');
  });
  afterAll(async () => {
    await raised.close();
    await domain.close();
  });

  const subjectsIn = (tenantId: string) =>
    raised.events
      .filter(({ header }) => header.tenant_id === tenantId)
      .map(({ payload }) => String(payload.description).split(' ')[0]!);

  /** Has the alarms handled, and gives the callers that alerts were raised for: alarms of a tenant come in order. */
  async function alertsOf(alarms: readonly EventRecord[], tenantId = tenantA): Promise<string[]> {
    const known = subjectsIn(tenantId).length;
    markers += 1;
    const marker = `marker-${markers}`;
    await domain.eventLog.append([...alarms, ...[1, 2, 3].map((second) => rateLimitAlarm(marker, second, tenantId))]);
    await raised.until(() => subjectsIn(tenantId).includes(marker));
    return subjectsIn(tenantId)
      .slice(known)
      .filter((subject) => subject !== marker);
  }

  test('three within a minute raise one alert, by the rule that every tenant starts with', async () => {
    expect(await alertsOf([0, 30, 60].map((second) => rateLimitAlarm('three', second)))).toEqual(['three']);
    const { data } = await domain.query(`{ alerts { edges { node {
      severity sourceSystem description status threat { rule { name threshold windowSeconds } } } } } }`);
    expect(data?.alerts.edges).toContainEqual({
      node: {
        severity: 'HIGH',
        sourceSystem: 'rate-limit',
        description: 'three went over its rate limit 3 times within 60 seconds',
        status: 'OPEN',
        threat: { rule: { name: 'Repeated rate-limit alarms', threshold: 3, windowSeconds: 60 } },
      },
    });
  });

  test.each([
    ['two', [0, 1].map((second) => rateLimitAlarm('two', second)), []],
    ['three over more than a minute', [0, 30, 61].map((second) => rateLimitAlarm('slow', second)), []],
    ['three of three callers', [0, 1, 2].map((second) => rateLimitAlarm(`caller-${second}`, second)), []],
    ['six', [0, 1, 2, 3, 4, 5].map((second) => rateLimitAlarm('six', second)), ['six', 'six']],
    ['five', [0, 1, 2, 3, 4].map((second) => rateLimitAlarm('five', second)), ['five']],
    ['three that arrive in another order', [9, 0, 5].map((second) => rateLimitAlarm('mixed', second)), ['mixed']],
  ])('%s', async (_what, alarms, alerts) => expect(await alertsOf(alarms)).toEqual(alerts));

  test('an alarm that is delivered three times is one alarm', async () => {
    const alarm = rateLimitAlarm('repeated', 0);
    expect(await alertsOf([alarm, alarm, alarm])).toEqual([]);
  });

  test('alarms of two tenants are not counted together', async () => {
    expect(await alertsOf([0, 1].map((second) => rateLimitAlarm('both', second)))).toEqual([]);
    expect(await alertsOf([rateLimitAlarm('both', 2, tenantB)], tenantB)).toEqual([]);
    expect(await alertsOf([rateLimitAlarm('both', 3)])).toEqual(['both']);
  });

  test('a rule that is switched off raises nothing', async () => {
    const { data } = await domain.query('{ detectionRules { edges { node { id } } } }');
    const ruleId = data?.detectionRules.edges[0].node.id;
    await domain.mutate('createDetectionRule', { input: { name: 'Pairs', threshold: 2, windowSeconds: 5 } });
    await domain.mutate('setDetectionRuleActive', { ruleId, active: false });
    expect(await alertsOf([0, 10, 20].map((second) => rateLimitAlarm('quiet', second)))).toEqual([]);
    expect(await alertsOf([0, 5].map((second) => rateLimitAlarm('pair', second)))).toEqual(['pair']);
  });
});
