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

/**
 * A query as several, one for each root field of the answer: what they answer together is what it answers. Planners find
 * plans for the parts where they do not for the whole, and sooner.
 *
 * @param operation text of a document with one operation, whose root selections have no directives
 * @returns the parts; a single one when it cannot be divided: a mutation's fields depend on each other's effects
 */
export function splitRoots(operation: string): readonly string[] {
  const { operation: definition, fragments } = parseSubgraphOperation(operation);
  if (definition.operation !== 'query') return [operation];
  const roots = new Map<string, FieldNode[]>();
  for (const field of rootFields(definition.selectionSet, fragments)) {
    const key = (field.alias ?? field.name).value;
    roots.set(key, [...(roots.get(key) ?? []), field]);
  }
  if (roots.size < 2) return [operation];
  return [...roots.values()].map((fields) => partOf(definition, fields, fragments));
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
