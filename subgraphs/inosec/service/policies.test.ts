import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nextEvent } from '#kit/testkit/nextEvent.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { tenantA } from '#kit/testkit/startTestStore.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { inosec } from '../index.ts';

describe('policies, violations and detection rules', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await startTestDomain(inosec);
  });
  afterAll(() => domain.close());

  const mutate = (name: string, input: object) => domain.mutate(name, { input });

  test('a violation keeps the severity of its policy, and is told of', async () => {
    const policy = await mutate('createPolicy', { name: ' Keys ', description: 'Rotate', severity: 'CRITICAL' });
    expect(policy).toMatchObject({ name: 'Keys', createdBy: { id: testPrincipal().userId } });
    const violation = await mutate('recordViolation', { policyId: policy.id, subject: 'Ada', description: 'Old key' });
    expect(violation).toMatchObject({ policy: { id: policy.id }, severity: 'CRITICAL', subject: 'Ada' });
    const event = await nextEvent(domain.eventLog, 'policy.violation');
    expect(event.payload).toEqual({
      violation_id: violation.id,
      tenant_id: tenantA,
      policy_id: policy.id,
      severity: 'CRITICAL',
      subject: 'Ada',
      description: 'Old key',
      occurred_at: violation.occurredAt,
    });
    const document = 'query ($id: ID!) { policy(id: $id) { violations { edges { node { id occurredAt } } } } }';
    const { data } = await domain.query(document, { id: policy.id });
    const { id, occurredAt } = violation;
    expect(data?.policy.violations.edges).toEqual([{ node: { id, occurredAt } }]);
  });

  test('what a client leaves out has the default that the SDL names, every time', async () => {
    for (let round = 0; round < 3; round += 1) {
      expect(await mutate('createPolicy', { name: 'Keys', description: 'Rotate' })).toMatchObject({
        severity: 'MEDIUM',
      });
      expect(await mutate('createDetectionRule', { name: 'Rule' })).toMatchObject({
        topic: 'alert.rate.limit',
        threshold: 3,
        windowSeconds: 60,
        severity: 'HIGH',
        active: true,
      });
    }
  });

  test('a failure changes nothing', async () => {
    const { id: policyId } = await mutate('createPolicy', { name: 'Keys', description: 'Rotate' });
    const rows = await domain.tables();
    const long = 'x'.repeat(2_001);
    for (const [name, input, field] of [
      ['createPolicy', { name: '', description: 'Rotate' }, 'input.name'],
      ['createPolicy', { name: 'Keys', description: long }, 'input.description'],
      ['recordViolation', { policyId, subject: '', description: 'Old' }, 'input.subject'],
      ['recordViolation', { policyId, subject: 'Ada', description: long }, 'input.description'],
      ['createDetectionRule', { name: 'x'.repeat(201) }, 'input.name'],
      ['createDetectionRule', { name: 'Rule', topic: 'lead.created' }, 'input.topic'],
      ['createDetectionRule', { name: 'Rule', threshold: 0 }, 'input.threshold'],
      ['createDetectionRule', { name: 'Rule', windowSeconds: 86_401 }, 'input.windowSeconds'],
    ] as const) {
      expect(await mutate(name, input)).toMatchObject({ __typename: 'InvalidInput', field });
    }
    for (const id of ['01890000-0000-7000-8000-00000000dead', 'x']) {
      const violation = { policyId: id, subject: 'Ada', description: 'Old' };
      expect(await mutate('recordViolation', violation)).toMatchObject({ __typename: 'NotFound', id });
      const answer = await domain.mutate('setDetectionRuleActive', { ruleId: id, active: true });
      expect(answer).toMatchObject({ __typename: 'NotFound', id });
    }
    expect(await domain.tables()).toEqual(rows);
  });
});
