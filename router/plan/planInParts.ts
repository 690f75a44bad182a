import type { FieldNode } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { joinPlans } from './joinPlans.ts';
import { partsOf } from './partsOf.ts';
import type { PlanNode } from './planNodes.ts';
import { ThoroughPlanNeeded } from './thoroughPlanNeeded.ts';

/** How often what the fast planner cannot plan is halved for the thorough one, at most. */
const halvings = 2;

/** The planners that parts are put to. */
export interface PartPlanners {
  /** 'none' when there is no plan. */
  quick(operation: string): PlanNode | undefined | 'none';
  /** @throws CodedError QUERY_PLAN_FAILED or LIMIT_PLANNING when there is no plan; any other error is passed on */
  thorough(operation: string): PlanNode | undefined;
}

/**
 * Plans a query of which no planner can plan the whole, from plans of its parts: as many leaves at a time as the fast
 * planner can, the others by the thorough one.
 *
 * @throws CodedError QUERY_PLAN_FAILED when a single leaf has no plan, or the parts do not join
 */
export function planInParts(operation: string, { quick, thorough }: PartPlanners): PlanNode | undefined {
  const { leaves, textFor } = partsOf(operation);
  const plans: PlanNode[] = [];
  const hard: FieldNode[] = [];

  function take(plan: PlanNode | undefined): void {
    if (plan) plans.push(plan);
  }

  function planQuickly(some: readonly FieldNode[]): void {
    const plan = quick(textFor(new Set(some)));
    if (plan !== 'none') take(plan);
    else if (some.length === 1) hard.push(...some);
    else for (const half of halvesOf(some)) planQuickly(half);
  }

  function planThoroughly(some: readonly FieldNode[], left: number): void {
    try {
      take(thorough(textFor(new Set(some))));
    } catch (error) {
      if (!isRefusal(error) || some.length === 1 || left === 0) throw error;
      for (const half of halvesOf(some)) planThoroughly(half, left - 1);
    }
  }

  for (const half of halvesOf(leaves)) planQuickly(half);
  if (leaves.length === 1) throw new CodedError('QUERY_PLAN_FAILED');
  // That the thorough planner has no plan for the whole is known.
  const rest = hard.length === leaves.length ? halvesOf(hard) : [hard];
  for (const some of rest) if (some.length > 0) planThoroughly(some, halvings);
  return joinPlans(plans);
}

function halvesOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)].filter((half) => half.length > 0);
}

/** Whether an error says that there is no plan, be it for its size; not that one is being made elsewhere. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof ThoroughPlanNeeded || !(error instanceof Error)) return false;
  return 'code' in error && (error.code === 'QUERY_PLAN_FAILED' || error.code === 'LIMIT_PLANNING');
}
