import type { QueryResolvers } from '#generated/subgraphs/inosec.ts';
import { alertById, policyById, threatById } from '../infrastructure/loaders.ts';
import { listAlerts } from '../service/listAlerts.ts';
import { listDetectionRules } from '../service/listDetectionRules.ts';
import { listPolicies } from '../service/listPolicies.ts';
import { listThreats } from '../service/listThreats.ts';
import { listViolations } from '../service/listViolations.ts';

export const query: QueryResolvers = {
  alerts: (_, args, context) => context.read((session) => listAlerts(session, args)),
  alert: (_, { id }, context) => context.load(alertById, id),
  threats: (_, args, context) => context.read((session) => listThreats(session, args)),
  threat: (_, { id }, context) => context.load(threatById, id),
  policies: (_, args, context) => context.read((session) => listPolicies(session, args)),
  policy: (_, { id }, context) => context.load(policyById, id),
  violations: (_, args, context) => context.read((session) => listViolations(session, args)),
  detectionRules: (_, args, context) => context.read((session) => listDetectionRules(session, args)),
};
