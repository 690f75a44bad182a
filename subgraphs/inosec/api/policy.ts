import type { DetectionRuleResolvers, PolicyResolvers, ViolationResolvers } from '#generated/subgraphs/inosec.ts';
import { present } from '#kit/references/present.ts';
import { detectionRuleById, policyById, violationById, violationsOfPolicy } from '../infrastructure/loaders.ts';

export const policy: PolicyResolvers = {
  __resolveReference: ({ id }, context) => context.load(policyById, id),
  violations: ({ id }, page, context) => context.load(violationsOfPolicy, { of: id, ...page }),
  createdBy: ({ createdById }) => ({ id: createdById }),
};

export const violation: ViolationResolvers = {
  __resolveReference: ({ id }, context) => context.load(violationById, id),
  policy: async ({ policyId }, _, context) => present(await context.load(policyById, policyId)),
};

export const detectionRule: DetectionRuleResolvers = {
  __resolveReference: ({ id }, context) => context.load(detectionRuleById, id),
};
