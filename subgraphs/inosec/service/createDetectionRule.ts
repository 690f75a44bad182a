import type { CreateDetectionRuleInput } from '#generated/subgraphs/inosec.ts';
import type { InvalidInputFailure } from '#kit/failures/failure.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkInteger } from '#kit/validation/checkInteger.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type DetectionRuleRow, detectionRules } from '../infrastructure/detectionRules.ts';
import { alarmTopic } from './countAlarm.ts';

/** Sets up a rule that raises an alert when alarms of one subject repeat. */
export async function createDetectionRule(
  transaction: TenantTransaction,
  input: CreateDetectionRuleInput,
): Promise<DetectionRuleRow | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.name': checkText(input.name, { max: 200 }),
    'input.topic': (input.topic ?? alarmTopic) === alarmTopic ? null : `Alarms come by the topic ${alarmTopic}.`,
    'input.threshold': checkInteger(input.threshold, 1, 1_000),
    'input.windowSeconds': checkInteger(input.windowSeconds, 1, 86_400),
  });
  if (invalid) return invalid;
  const rule: DetectionRuleRow = {
    id: uuidv7(),
    name: input.name.trim(),
    topic: alarmTopic,
    threshold: input.threshold ?? 3,
    windowSeconds: input.windowSeconds ?? 60,
    severity: input.severity ?? 'HIGH',
    active: true,
    createdAt: new Date().toISOString(),
  };
  await transaction.manager.insert(detectionRules, rule);
  return rule;
}
