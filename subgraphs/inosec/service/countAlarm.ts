import type { AlertRateLimit } from '#generated/events.ts';
import { selectList } from '#kit/tables/selectList.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { detect } from '../domain/detect.ts';
import { alarms } from '../infrastructure/alarms.ts';
import { type DetectionRuleRow, detectionRules } from '../infrastructure/detectionRules.ts';
import { raiseAlert } from './raiseAlert.ts';

/** The topic whose alarms can be counted. */
export const alarmTopic = 'alert.rate.limit';

/** Alarms of one subject that are looked at together. */
const mostOpenAlarms = 1_000;

/**
 * Counts an alarm, and raises an alert where a rule says so. Alarms of one tenant come one after another (their key is
 * the tenant), so two at once cannot both miss that they are three.
 */
export async function countAlarm(transaction: TenantTransaction, alarm: AlertRateLimit): Promise<void> {
  await transaction.manager.insert(alarms, {
    id: alarm.alarm_id,
    topic: alarmTopic,
    subject: alarm.subject,
    raisedAt: alarm.raised_at,
    alertId: null,
  });
  for (const rule of await activeRules(transaction)) await applyRule(transaction, rule, alarm.subject);
}

function activeRules(transaction: TenantTransaction): Promise<DetectionRuleRow[]> {
  return transaction.query(
    `SELECT ${selectList(detectionRules)} FROM detection_rules WHERE active AND topic = $1 ORDER BY created_at, id`,
    [alarmTopic],
  );
}

async function applyRule(transaction: TenantTransaction, rule: DetectionRuleRow, subject: string): Promise<void> {
  const open = await transaction.query<{ id: string; raisedAt: string }>(
    `SELECT id, raised_at AS "raisedAt" FROM alarms WHERE topic = $1 AND subject = $2 AND alert_id IS NULL
     ORDER BY raised_at DESC LIMIT ${mostOpenAlarms}`,
    [alarmTopic, subject],
  );
  const together = detect(
    rule,
    open.map(({ id, raisedAt }) => ({ id, raisedAt: new Date(raisedAt), alertId: null })),
  );
  if (!together) return;
  const alert = await raiseAlert(transaction, {
    severity: rule.severity,
    sourceSystem: 'rate-limit',
    description: `${subject} went over its rate limit ${rule.threshold} times within ${rule.windowSeconds} seconds`,
    ruleId: rule.id,
  });
  await transaction.query('UPDATE alarms SET alert_id = $1 WHERE id = ANY($2::uuid[])', [
    alert.id,
    together.map(({ id }) => id),
  ]);
}
