import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { parseSubgraphOperation } from './parseSubgraphOperation.ts';
import { withUsedVariables } from './withUsedVariables.ts';

/** An operation that can be asked for some of its leaves at a time. */
export interface DividedOperation {
  readonly leaves: readonly FieldNode[];
  /** Text of the operation for these leaves, with the types of the objects on the way to them. */
  textFor(leaves: ReadonlySet<FieldNode>): string;
}

/** Reads the leaves of an operation, each at its place: fragments are put where they are spread. */
export function partsOf(text: string): DividedOperation {
  const { operation, fragments } = parseSubgraphOperation(text);
  const whole = spreadOut(operation.selectionSet, fragments);
  return {
    leaves: leavesOf(whole),
    textFor: (leaves) => textOf(operation, kept(whole, leaves) ?? whole),
  };
}

/** A copy in which no two places share a node, since every fragment stands where it was spread. */
export function spreadOut(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionSetNode {
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) {
      const inner = selection.selectionSet && { selectionSet: spreadOut(selection.selectionSet, fragments) };
      return [{ ...selection, ...inner }];
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!fragment) return [];
    const { typeCondition } = fragment;
    const selectionSet = spreadOut(fragment.selectionSet, fragments);
    return [{ kind: Kind.INLINE_FRAGMENT, ...(typeCondition && { typeCondition }), selectionSet }];
  });
  return { ...set, selections };
}

function leavesOf({ selections }: SelectionSetNode): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.selectionSet) return leavesOf(selection.selectionSet);
    return selection.kind === Kind.FIELD ? [selection] : [];
  });
}

function kept(set: SelectionSetNode, leaves: ReadonlySet<FieldNode>): SelectionSetNode | undefined {
  const chosen = set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const { selectionSet } = selection;
    if (!selectionSet) return selection.kind === Kind.FIELD && leaves.has(selection) ? [selection] : [];
    const inner = kept(selectionSet, leaves);
    return inner ? [{ ...selection, selectionSet: inner }] : [];
  });
  if (chosen.length === 0) return undefined;
  // Whoever chooses by type must know it.
  const types = set.selections.filter((selection) => isTypename(selection) && !chosen.includes(selection));
  return { ...set, selections: [...types, ...chosen] };
}

function isTypename(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && selection.name.value === '__typename';
}

/** Text of an operation with another selection, which spreads no fragments. */
export function textOf(operation: OperationDefinitionNode, selectionSet: SelectionSetNode): string {
  const used = new Set<string>();
  visit(selectionSet, {
    Variable({ name }) {
      used.add(name.value);
    },
  });
  return print(withUsedVariables({ ...operation, selectionSet }, used));
}
