import type { AlertResolvers, ThreatResolvers } from '#generated/subgraphs/inosec.ts';
import { present } from '#kit/references/present.ts';
import { userReference } from '#kit/references/userReference.ts';
import { alertById, alertByThreat, detectionRuleById, threatById } from '../infrastructure/loaders.ts';

export const alert: AlertResolvers = {
  __resolveReference: ({ id }, context) => context.load(alertById, id),
  threat: async ({ threatId }, _, context) => present(await context.load(threatById, threatId)),
  acknowledgedBy: ({ acknowledgedById }) => userReference(acknowledgedById),
  tenant: (_, _args, context) => ({ id: context.principal.tenantId }),
};

export const threat: ThreatResolvers = {
  __resolveReference: ({ id }, context) => context.load(threatById, id),
  rule: ({ ruleId }, _, context) => (ruleId ? context.load(detectionRuleById, ruleId) : null),
  alert: async ({ id }, _, context) => present(await context.load(alertByThreat, id)),
};
