import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import { limitsChangeOf, sentLimitsChange } from '../limits/limitsChangeOf.ts';
import type { LimitsChange, TenantLimits } from '../limits/tenantLimits.ts';
import { accessChangeOf, sentAccessChange } from './accessChangeOf.ts';
import type { AccessChange, Revocations } from './revocations.ts';

/** What routers follow: who may what, and how much tenants may send. */
export type FollowedChange = AccessChange | LimitsChange;

/** What takes changes. */
export interface FollowedState {
  /** Takes a change; says whether it was news. */
  apply(change: FollowedChange): boolean;
}

/** Changes of access go to the revocations, changes of limits to the limits. */
export function followedState(revocations: Revocations, tenantLimits: TenantLimits): FollowedState {
  return {
    apply: (change) => (change.kind === 'limits' ? tenantLimits.apply(change) : revocations.apply(change)),
  };
}

/** The changes that an event tells of. */
export function followedChangesOf(event: LoggedEvent): readonly FollowedChange[] {
  return [accessChangeOf(event), limitsChangeOf(event)].filter((change) => change !== undefined);
}

/** A change as another router sent it; undefined when it is none. */
export function sentChange(message: unknown): FollowedChange | undefined {
  return sentLimitsChange(message) ?? sentAccessChange(message);
}
