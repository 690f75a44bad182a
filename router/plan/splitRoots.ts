import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { parseSubgraphOperation } from './parseSubgraphOperation.ts';
import { withUsedVariables } from './withUsedVariables.ts';

/** An operation that can be asked for some of its root fields at a time. */
export interface RootFields {
  /** The root fields by the order of their keys in the answer; fields of one key together. */
  readonly roots: readonly (readonly FieldNode[])[];
  /** Text of the operation for these root fields. */
  textFor(roots: readonly (readonly FieldNode[])[]): string;
}

/** @param operation text of a document with one operation, whose root selections have no directives */
export function rootFieldsOf(operation: string): RootFields {
  const { operation: definition, fragments } = parseSubgraphOperation(operation);
  const roots = new Map<string, FieldNode[]>();
  for (const field of rootFields(definition.selectionSet, fragments)) {
    const key = (field.alias ?? field.name).value;
    roots.set(key, [...(roots.get(key) ?? []), field]);
  }
  return { roots: [...roots.values()], textFor: (some) => partOf(definition, some.flat(), fragments) };
}

/**
 * A query as several, one for each root field of the answer: what they answer together is what it answers. Planners find
 * plans for the parts where they do not for the whole, and sooner.
 */
export function splitRoots(operation: string): readonly string[] {
  const { roots, textFor } = rootFieldsOf(operation);
  return roots.length < 2 ? [operation] : roots.map((root) => textFor([root]));
}

function rootFields(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return inner ? rootFields(inner.selectionSet, fragments) : [];
  });
}

function partOf(
  operation: OperationDefinitionNode,
  selections: readonly FieldNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): string {
  const variables = new Set<string>();
  const used = new Set<FragmentDefinitionNode>();
  const note = (node: SelectionSetNode): void => {
    visit(node, {
      Variable({ name }) {
        variables.add(name.value);
      },
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(fragment)) return;
        used.add(fragment);
        note(fragment.selectionSet);
      },
    });
  };
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
  note(selectionSet);
  const part = withUsedVariables({ ...operation, selectionSet }, variables);
  return print({ kind: Kind.DOCUMENT, definitions: [part, ...used] });
}
