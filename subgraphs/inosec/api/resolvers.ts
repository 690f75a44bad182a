import type { Resolvers } from '#generated/subgraphs/inosec.ts';
import { alert, threat } from './alert.ts';
import { mutation } from './mutation.ts';
import { detectionRule, policy, violation } from './policy.ts';
import { query } from './query.ts';

/** The resolvers of inosec; fields without one are properties of their parents. */
export const resolvers: Resolvers = {
  Query: query,
  Mutation: mutation,
  Alert: alert,
  Threat: threat,
  Policy: policy,
  Violation: violation,
  DetectionRule: detectionRule,
};
