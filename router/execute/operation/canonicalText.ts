import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { OperationKeys } from './assignDataKeys.ts';
import { type ConditionValues, inclusionOf } from './conditions.ts';

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * An operation as the planner sees it: only what subgraphs must answer, under data keys, for one set of condition
 * values. What they exclude is gone, and no `@skip` or `@include` is left, so the plan asks for nothing in vain.
 * Undefined when the router answers everything itself.
 */
export function canonicalTextOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  keys: OperationKeys,
  conditions: ConditionValues,
): string | undefined {
  const spread = new Map<string, FragmentDefinitionNode | undefined>();

  function selectionSet(set: SelectionSetNode, parent: GraphQLNamedType | undefined): SelectionSetNode | undefined {
    const selections = set.selections.flatMap((selection) => canonicalSelection(selection, parent) ?? []);
    return selections.length === 0 ? undefined : { ...set, selections };
  }

  function canonicalSelection(
    selection: SelectionNode,
    parent: GraphQLNamedType | undefined,
  ): SelectionNode | undefined {
    if (!conditions.holds(inclusionOf(selection))) return undefined;
    const directives = selection.directives?.filter(({ name }) => name.value !== 'skip' && name.value !== 'include');
    switch (selection.kind) {
      case Kind.FIELD:
        return canonicalField({ ...selection, directives }, selection, parent);
      case Kind.FRAGMENT_SPREAD:
        return fragment(selection.name.value) && { ...selection, directives };
      case Kind.INLINE_FRAGMENT: {
        const condition = selection.typeCondition?.name.value;
        const inner = selectionSet(
          selection.selectionSet,
          condition === undefined ? parent : schema.getType(condition),
        );
        return inner && { ...selection, directives, selectionSet: inner };
      }
    }
  }

  function canonicalField(
    field: FieldNode,
    original: FieldNode,
    parent: GraphQLNamedType | undefined,
  ): FieldNode | undefined {
    const name = field.name.value;
    // The name of an object type is known without asking; for an abstract type it is asked under its own name.
    if (name === '__typename') return isObjectType(parent) ? undefined : typename;
    // The router answers introspection itself.
    if (name.startsWith('__')) return undefined;
    const key = keys.keyOf.get(original) ?? name;
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    const inner = field.selectionSet && {
      ...field.selectionSet,
      selections: fieldSelections(field.selectionSet, definition && getNamedType(definition.type)),
    };
    return { ...field, alias: key === name ? undefined : { kind: Kind.NAME, value: key }, selectionSet: inner };
  }

  function fieldSelections(set: SelectionSetNode, type: GraphQLNamedType | undefined): readonly SelectionNode[] {
    const selections = selectionSet(set, type)?.selections ?? [typename];
    // Where fragments choose by type, the type is asked for in so many words, also where nothing else is left of them: for
    // interface objects the planner otherwise forgets the key by which another subgraph can tell it.
    const isChoice = (selection: SelectionNode): boolean =>
      selection.kind !== Kind.FIELD && conditions.holds(inclusionOf(selection));
    const chooses = isAbstractType(type) && set.selections.some(isChoice);
    return chooses && !selections.includes(typename) ? [typename, ...selections] : selections;
  }

  function fragment(name: string): FragmentDefinitionNode | undefined {
    if (spread.has(name)) return spread.get(name);
    const definition = fragments.get(name);
    const inner =
      definition && selectionSet(definition.selectionSet, schema.getType(definition.typeCondition.name.value));
    const canonical = inner && { ...definition, selectionSet: inner };
    spread.set(name, canonical);
    return canonical;
  }

  const selections = selectionSet(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
  if (selections === undefined) return undefined;
  const definitions = [
    { ...operation, name: undefined, selectionSet: selections },
    ...[...spread.values()].filter((definition) => definition !== undefined),
  ];
  return print({ kind: Kind.DOCUMENT, definitions });
}
