import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, print, type SelectionSetNode } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { fieldText } from '../supergraph/requiredFields.ts';
import { parseSubgraphOperation } from './parseSubgraphOperation.ts';
import type { FetchNode, PlanNode } from './planNodes.ts';

/**
 * One plan for what several plans of parts of one query answer together. Each subgraph is asked once for all that is
 * fetched of the root, so that every part is about the same objects; then the parts follow one after the other.
 *
 * @throws CodedError QUERY_PLAN_FAILED when the parts contradict each other
 */
export function joinPlans(plans: readonly PlanNode[]): PlanNode | undefined {
  const roots = new Map<string, FetchNode[]>();
  const rest = plans.flatMap((plan) => withoutRoots(plan, roots) ?? []);
  const first = [...roots.values()].map(joinFetches);
  return chained(
    'Sequence',
    [chained('Parallel', first), ...rest].filter((node) => node !== undefined),
  );
}

/** Plans one after the other or side by side; a single one as it is. */
export function chained(kind: 'Sequence' | 'Parallel', nodes: readonly PlanNode[]): PlanNode | undefined {
  return nodes.length < 2 ? nodes[0] : { kind, nodes };
}

/** Takes the fetches of the root out of a plan. */
function withoutRoots(node: PlanNode, roots: Map<string, FetchNode[]>): PlanNode | undefined {
  switch (node.kind) {
    case 'Fetch':
      roots.set(node.serviceName, [...(roots.get(node.serviceName) ?? []), node]);
      return undefined;
    case 'Sequence':
    case 'Parallel':
      return chained(
        node.kind,
        node.nodes.flatMap((child) => withoutRoots(child, roots) ?? []),
      );
    case 'Flatten':
    case 'BatchFetch':
      return node;
    default:
      throw contradiction(`a ${node.kind}`);
  }
}

function joinFetches(fetches: readonly FetchNode[]): FetchNode {
  const [first, ...others] = fetches as [FetchNode, ...FetchNode[]];
  if (others.length === 0) return first;
  const parsed = fetches.map(({ operation }) => parseSubgraphOperation(operation));
  const operations = parsed.map(({ operation }) => operation);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const part of parsed) {
    for (const [name, fragment] of part.fragments) {
      const known = fragments.get(name);
      if (known && print(known) !== print(fragment)) throw contradiction(`fragment ${name}`);
      fragments.set(name, fragment);
    }
  }
  const meanings = new Map<string, string>();
  for (const { selectionSet } of operations) checkMeanings(selectionSet, '', fragments, meanings);
  return {
    ...first,
    operation: print({ kind: Kind.DOCUMENT, definitions: [joinOperations(operations), ...fragments.values()] }),
    variableUsages: [...new Set(fetches.flatMap(({ variableUsages }) => variableUsages ?? []))],
    outputRewrites: fetches.flatMap(({ outputRewrites }) => outputRewrites ?? []),
  };
}

function joinOperations(operations: readonly OperationDefinitionNode[]): OperationDefinitionNode {
  const variables = operations.flatMap(({ variableDefinitions }) => variableDefinitions ?? []);
  const [first] = operations as [OperationDefinitionNode];
  return {
    ...first,
    variableDefinitions: [...new Map(variables.map((node) => [node.variable.name.value, node])).values()],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: operations.flatMap(({ selectionSet }) => selectionSet.selections),
    },
  };
}

/** Planners invent aliases; at one place each may stand for one field only. */
function checkMeanings(
  set: SelectionSetNode,
  place: string,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  meanings: Map<string, string>,
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = `${place}/${(selection.alias ?? selection.name).value}`;
      const meaning = fieldText(selection);
      if ((meanings.get(key) ?? meaning) !== meaning) throw contradiction(key);
      meanings.set(key, meaning);
      if (selection.selectionSet) checkMeanings(selection.selectionSet, key, fragments, meanings);
    } else {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (inner) checkMeanings(inner.selectionSet, place, fragments, meanings);
    }
  }
}

function contradiction(what: string): CodedError {
  return new CodedError('QUERY_PLAN_FAILED', { cause: new Error(`The parts of a plan do not join at ${what}.`) });
}
