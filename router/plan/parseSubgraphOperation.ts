import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';

/** A subgraph operation of a plan, parsed: the operation itself and its fragments. */
export interface SubgraphOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * What was parsed since the present piece of work began. A plan is made, checked and compiled in one go, and each part of
 * that reads the same operations; afterwards nobody asks for them again, so that nothing is kept.
 */
const parsed = new Map<string, SubgraphOperation>();

/** Parses the text of a subgraph operation; plans hold exactly one operation each. */
export function parseSubgraphOperation(text: string): SubgraphOperation {
  const known = parsed.get(text);
  if (known) return known;
  if (parsed.size === 0) queueMicrotask(() => parsed.clear());
  const operation = read(text);
  parsed.set(text, operation);
  return operation;
}

function read(text: string): SubgraphOperation {
  const { definitions } = parse(text, { noLocation: true });
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return {
    operation: operation as OperationDefinitionNode,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
  };
}

/** What an operation selects under one of its root keys, e.g. `_entities`. */
export function selectionOfAlias(alias: string, operation: OperationDefinitionNode): SelectionSetNode {
  const field = operation.selectionSet.selections.find(
    (selection) => selection.kind === Kind.FIELD && (selection.alias ?? selection.name).value === alias,
  );
  return (field?.kind === Kind.FIELD && field.selectionSet) || { kind: Kind.SELECTION_SET, selections: [] };
}
