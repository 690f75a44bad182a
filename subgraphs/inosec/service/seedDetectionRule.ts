import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { createDetectionRule } from './createDetectionRule.ts';

/** Gives a new tenant its first rule: three rate-limit alarms of one caller within a minute raise an alert. */
export async function seedDetectionRule(transaction: TenantTransaction): Promise<void> {
  await createDetectionRule(transaction, { name: 'Repeated rate-limit alarms' });
}
