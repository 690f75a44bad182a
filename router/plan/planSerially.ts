import type { FieldNode } from 'graphql';
import { chained } from './joinPlans.ts';
import type { PlanNode } from './planNodes.ts';
import { rootFieldsOf } from './splitRoots.ts';

/**
 * Plans a mutation so that everything below a root field is fetched before the next has its effect
 * (https://spec.graphql.org/September2025/#sec-Serial-Execution-Mode). Planners keep the order of effects, but fetch what
 * follows from one of them beside or after the next.
 *
 * Root fields of one subgraph are still one request as long as nothing has to be fetched between them: subgraphs execute them
 * one after the other themselves.
 *
 * @param operation text of a document with a mutation, whose root selections have no directives
 * @param plan plans an operation; what it throws is passed on
 */
export function planSerially(
  operation: string,
  plan: (operation: string) => PlanNode | undefined,
): PlanNode | undefined {
  const { roots, textFor } = rootFieldsOf(operation);
  if (roots.length < 2) return plan(operation);
  const planOf = (some: Group['roots']): Group => ({ roots: some, plan: plan(textFor(some)) });
  const groups: Group[] = [];
  for (const next of roots.map((root) => planOf([root]))) {
    const last = groups.pop();
    const joined = last && together(last, next, planOf);
    if (joined) groups.push(joined);
    else groups.push(...(last ? [last] : []), next);
  }
  return chained(
    'Sequence',
    groups.map((group) => group.plan).filter((part) => part !== undefined),
  );
}

/** Root fields that follow one another, and the plan for them. */
interface Group {
  readonly roots: readonly (readonly FieldNode[])[];
  readonly plan: PlanNode | undefined;
}

/** Both as one group, where one request has the effects of both and nothing is fetched before it. */
function together(first: Group, next: Group, planOf: (roots: Group['roots']) => Group): Group | undefined {
  if (first.plan?.kind !== 'Fetch' || first.plan.serviceName !== firstServiceOf(next.plan)) return undefined;
  const joined = planOf([...first.roots, ...next.roots]);
  return firstServiceOf(joined.plan) === first.plan.serviceName ? joined : undefined;
}

/** The subgraph that has the effects, where a plan begins with a single request. */
function firstServiceOf(plan: PlanNode | undefined): string | undefined {
  const first = plan?.kind === 'Sequence' ? plan.nodes[0] : plan;
  return first?.kind === 'Fetch' ? first.serviceName : undefined;
}
