/**
 * What resolvers get as the parent of each type: stored rows. Named `<GraphQLType>Parent`, so that the generator maps
 * the type of the API to it.
 */
import type { Connection } from '#kit/paging/connection.ts';
import type { AlertRow } from '../infrastructure/alerts.ts';
import type { DetectionRuleRow } from '../infrastructure/detectionRules.ts';
import type { PolicyRow } from '../infrastructure/policies.ts';
import type { ThreatRow } from '../infrastructure/threats.ts';
import type { ViolationRow } from '../infrastructure/violations.ts';

export type AlertParent = AlertRow;
export type ThreatParent = ThreatRow;
export type PolicyParent = PolicyRow;
export type ViolationParent = ViolationRow;
export type DetectionRuleParent = DetectionRuleRow;

export type AlertConnectionParent = Connection<AlertRow>;
export type ThreatConnectionParent = Connection<ThreatRow>;
export type PolicyConnectionParent = Connection<PolicyRow>;
export type ViolationConnectionParent = Connection<ViolationRow>;
export type DetectionRuleConnectionParent = Connection<DetectionRuleRow>;
