import { collectEvents } from '#kit/testkit/collectEvents.ts';
import type { TestDomain } from '#kit/testkit/startTestDomain.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { rateLimitAlarm } from './rateLimitAlarm.ts';

/** Makes one of everything that inosec has; each text begins with the canary. */
export async function seedInosec(domain: TestDomain, principal = testPrincipal(), canary = 'seed') {
  const mutate = (name: string, variables: object) => domain.mutate(name, variables, principal);
  const text = { sourceSystem: `${canary} firewall`, description: `${canary} scan` };
  const alert = await mutate('reportThreat', { input: { severity: 'HIGH', ...text } });
  await mutate('acknowledgeAlert', { alertId: alert.id, note: `${canary} mine` });
  await mutate('createDetectionRule', { input: { name: `${canary} rule` } });
  const policy = await mutate('createPolicy', { input: { name: `${canary} policy`, description: `${canary} rule` } });
  const input = { policyId: policy.id, subject: `${canary} Ada`, description: `${canary} did` };
  await mutate('recordViolation', { input });
  const alarms = [1, 2, 3].map((second) => rateLimitAlarm(`${canary} caller`, second, principal.tenantId));
  await domain.eventLog.append(alarms);
  const raised = await collectEvents(domain.eventLog, 'threat.detected');
  await raised.until((events) =>
    events.some(({ payload }) => String(payload.description).includes(`${canary} caller`)),
  );
  await raised.close();
}
