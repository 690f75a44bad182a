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
  type SelectionSetNode,
} from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { inclusionOf } from './conditions.ts';
import { createDataKeys } from './dataKeys.ts';

/** What holds for an operation whatever the values of its conditions. */
export interface OperationKeys {
  /** Key in the gathered data of every field that the client selects, by its node in the client's document. */
  readonly keyOf: ReadonlyMap<FieldNode, string>;
  /** Boolean variables that `@skip` and `@include` use, each once. */
  readonly conditionVariables: readonly string[];
}

/**
 * Gives every field of an operation its key in the gathered data; see {@link createDataKeys} for why.
 *
 * @throws CodedError QUERY_PLAN_FAILED for a field that the schema does not have
 */
export function assignDataKeys(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  required: ReadonlySet<string>,
): OperationKeys {
  const keyOf = new Map<FieldNode, string>();
  const conditionVariables = new Set<string>();
  const names = fieldNamesOf(schema);
  const keys = createDataKeys((name) => names.has(name), required);
  const visited = new Set<string>();
  const mutation = schema.getMutationType();
  // Has one root field, and events bring it under its own name.
  const subscription = schema.getSubscriptionType();

  function visitSet(set: SelectionSetNode, parent: GraphQLNamedType | undefined): void {
    for (const selection of set.selections) {
      const inclusion = inclusionOf(selection);
      if (inclusion === 'never') continue;
      if (inclusion !== 'always') for (const { variable } of inclusion) conditionVariables.add(variable);
      if (selection.kind === Kind.FIELD) {
        visitField(selection, parent);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        visitSet(selection.selectionSet, condition === undefined ? parent : schema.getType(condition));
      } else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) visitSet(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value));
      }
    }
  }

  function visitField(field: FieldNode, parent: GraphQLNamedType | undefined): void {
    const name = field.name.value;
    if (name.startsWith('__')) {
      keyOf.set(field, name);
      return;
    }
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (!definition) throw new CodedError('QUERY_PLAN_FAILED', { message: `${parent?.name} has no field ${name}.` });
    const isApart = parent === mutation || (parent !== subscription && field.alias && field.selectionSet);
    const separate = isApart ? responseKeyOf(field) : undefined;
    keyOf.set(field, keys.keyOf(field, definition.type, separate));
    if (field.selectionSet) visitSet(field.selectionSet, getNamedType(definition.type));
  }

  visitSet(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
  return { keyOf, conditionVariables: [...conditionVariables] };
}

/** The key under which a client finds a field in its answer. */
export function responseKeyOf(field: FieldNode): string {
  return (field.alias ?? field.name).value;
}

const fieldNames = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

function fieldNamesOf(schema: GraphQLSchema): ReadonlySet<string> {
  let names = fieldNames.get(schema);
  if (names === undefined) {
    const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type));
    names = new Set(types.flatMap((type) => Object.keys(type.getFields())));
    fieldNames.set(schema, names);
  }
  return names;
}
