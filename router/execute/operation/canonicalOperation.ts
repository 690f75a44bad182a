import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { inclusionOf } from './conditions.ts';
import { createDataKeys } from './dataKeys.ts';

/** An operation rewritten so that the planner sees only what subgraphs must answer, under keys without conflicts. */
export interface CanonicalOperation {
  /** Text for the planner; undefined when the router answers everything itself. */
  readonly text: string | undefined;
  /** Key in the gathered data of every field that the client selects, by its node in the client's document. */
  readonly keyOf: ReadonlyMap<FieldNode, string>;
  /** Boolean variables that `@skip` and `@include` use, each once. */
  readonly conditionVariables: readonly string[];
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * Makes the canonical form of an operation that is valid against the API schema.
 * Introspection fields and what literal conditions exclude are left out; aliases become data keys.
 */
export function canonicalOperationOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): CanonicalOperation {
  const keyOf = new Map<FieldNode, string>();
  const conditionVariables = new Set<string>();
  const fieldNames = fieldNamesOf(schema);
  const keys = createDataKeys((name) => fieldNames.has(name));
  const spread = new Map<string, FragmentDefinitionNode | undefined>();
  const mutation = schema.getMutationType();

  function selectionSet(set: SelectionSetNode, parent: GraphQLNamedType): SelectionSetNode | undefined {
    const selections = set.selections.flatMap((selection) => canonicalSelection(selection, parent) ?? []);
    return selections.length === 0 ? undefined : { ...set, selections };
  }

  function canonicalSelection(selection: SelectionNode, parent: GraphQLNamedType): SelectionNode | undefined {
    const inclusion = inclusionOf(selection);
    if (inclusion === 'never') return undefined;
    if (inclusion !== 'always') for (const { variable } of inclusion) conditionVariables.add(variable);
    switch (selection.kind) {
      case Kind.FIELD:
        return canonicalField(selection, parent);
      case Kind.FRAGMENT_SPREAD:
        return fragment(selection.name.value) && selection;
      case Kind.INLINE_FRAGMENT: {
        const type = selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : parent;
        const inner = type && selectionSet(selection.selectionSet, type);
        return inner && { ...selection, selectionSet: inner };
      }
    }
  }

  function canonicalField(field: FieldNode, parent: GraphQLNamedType): FieldNode | undefined {
    const name = field.name.value;
    if (name === '__typename') {
      keyOf.set(field, '__typename');
      // The name of an object type is known without asking; for an abstract type it is asked under its own name.
      return isObjectType(parent) ? undefined : typename;
    }
    if (name === '__schema' || name === '__type') return undefined;
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (!definition) throw new CodedError('QUERY_PLAN_FAILED', { message: `${parent.name} has no field ${name}.` });
    const key = keys.keyOf(field, definition.type, parent === mutation ? responseKeyOf(field) : undefined);
    keyOf.set(field, key);
    const inner = field.selectionSet && {
      ...field.selectionSet,
      selections: selectionSet(field.selectionSet, getNamedType(definition.type))?.selections ?? [typename],
    };
    return { ...field, alias: key === name ? undefined : { kind: Kind.NAME, value: key }, selectionSet: inner };
  }

  function fragment(name: string): FragmentDefinitionNode | undefined {
    if (spread.has(name)) return spread.get(name);
    const definition = fragments.get(name);
    const type = definition && schema.getType(definition.typeCondition.name.value);
    const inner = type && selectionSet(definition.selectionSet, type);
    const canonical = inner && { ...definition, selectionSet: inner };
    spread.set(name, canonical);
    return canonical;
  }

  const root = schema.getRootType(operation.operation);
  const selections = root && selectionSet(operation.selectionSet, root);
  const definitions = selections && [
    { ...operation, name: undefined, selectionSet: selections },
    ...[...spread.values()].filter((definition) => definition !== undefined),
  ];
  return {
    text: definitions ? print({ kind: Kind.DOCUMENT, definitions }) : undefined,
    keyOf,
    conditionVariables: [...conditionVariables],
  };
}

/** The key under which a client finds a field in its answer. */
export function responseKeyOf(field: FieldNode): string {
  return (field.alias ?? field.name).value;
}

const fieldNames = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

function fieldNamesOf(schema: GraphQLSchema): ReadonlySet<string> {
  let names = fieldNames.get(schema);
  if (names === undefined) {
    names = new Set(
      Object.values(schema.getTypeMap()).flatMap((type) =>
        isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [],
      ),
    );
    fieldNames.set(schema, names);
  }
  return names;
}
