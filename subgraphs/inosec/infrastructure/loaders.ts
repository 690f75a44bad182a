import { byId } from '#kit/loaders/byId.ts';
import { connectionOf } from '#kit/paging/connectionOf.ts';
import { alerts } from './alerts.ts';
import { detectionRules } from './detectionRules.ts';
import { policies } from './policies.ts';
import { threats } from './threats.ts';
import { violations } from './violations.ts';

export const alertById = byId(alerts);
export const alertByThreat = byId(alerts, 'threatId');
export const threatById = byId(threats);
export const policyById = byId(policies);
export const violationById = byId(violations);
export const detectionRuleById = byId(detectionRules);
export const violationsOfPolicy = connectionOf(violations, 'policyId', { column: 'occurredAt', direction: 'DESC' });
