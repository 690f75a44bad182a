import type { MutationResolvers } from '#generated/subgraphs/inosec.ts';
import { acknowledgeAlert } from '../service/acknowledgeAlert.ts';
import { createDetectionRule } from '../service/createDetectionRule.ts';
import { createPolicy } from '../service/createPolicy.ts';
import { recordViolation } from '../service/recordViolation.ts';
import { reportThreat } from '../service/reportThreat.ts';
import { resolveAlert } from '../service/resolveAlert.ts';
import { setDetectionRuleActive } from '../service/setDetectionRuleActive.ts';

export const mutation: MutationResolvers = {
  reportThreat: (_, { input }, context) => context.transact((transaction) => reportThreat(transaction, input)),
  acknowledgeAlert: (_, { alertId, note }, context) =>
    context.transact((transaction) => acknowledgeAlert(transaction, context.principal.userId, alertId, note ?? null)),
  resolveAlert: (_, { alertId, note }, context) =>
    context.transact((transaction) => resolveAlert(transaction, alertId, note ?? null)),
  createPolicy: (_, { input }, context) =>
    context.transact((transaction) => createPolicy(transaction, context.principal.userId, input)),
  recordViolation: (_, { input }, context) => context.transact((transaction) => recordViolation(transaction, input)),
  createDetectionRule: (_, { input }, context) =>
    context.transact((transaction) => createDetectionRule(transaction, input)),
  setDetectionRuleActive: (_, { ruleId, active }, context) =>
    context.transact((transaction) => setDetectionRuleActive(transaction, ruleId, active)),
};
