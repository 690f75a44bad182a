import {
  type DocumentNode,
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
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../execute/operation/fragmentsOf.ts';
import type { WithheldFields } from './withheldFields.ts';

/** What is left of an operation, and how its answers name the types of their objects. */
export interface RemainingDocument {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** The key under which an object whose type is not fixed says what it is. */
  readonly typenameKey: string;
}

/**
 * Takes the withheld fields out of an operation, so that they are neither planned nor fetched. An object that loses all its
 * fields is still asked for, since whether it is there is part of the answer; a fragment that loses all is gone.
 */
export function remainingDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  withheld: WithheldFields,
): RemainingDocument {
  const fragments = fragmentsOf(document);
  const typenameKey = unusedKey(document);
  const typename: FieldNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: typenameKey },
    name: { kind: Kind.NAME, value: '__typename' },
  };
  const left = new Map<string, FragmentDefinitionNode | undefined>();

  const remaining = (set: SelectionSetNode, parent: GraphQLNamedType | undefined): SelectionNode[] =>
    set.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) return withheld.has(selection) ? [] : [remainingField(selection, parent)];
      if (selection.kind === Kind.FRAGMENT_SPREAD) return remainingFragment(selection.name.value) ? [selection] : [];
      const condition = selection.typeCondition?.name.value;
      const selections = remaining(selection.selectionSet, condition ? schema.getType(condition) : parent);
      return selections.length === 0 ? [] : [{ ...selection, selectionSet: { ...selection.selectionSet, selections } }];
    });

  const remainingField = (field: FieldNode, parent: GraphQLNamedType | undefined): FieldNode => {
    if (!field.selectionSet) return field;
    const definition =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
    // Introspection is nobody's secret, and stays as it is.
    if (!definition) return field;
    const type = getNamedType(definition.type);
    const selections = remaining(field.selectionSet, type);
    if (selections.length === 0 || isAbstractType(type)) selections.push(typename);
    return { ...field, selectionSet: { ...field.selectionSet, selections } };
  };

  const remainingFragment = (name: string): FragmentDefinitionNode | undefined => {
    if (left.has(name)) return left.get(name);
    const fragment = fragments.get(name);
    if (!fragment) return undefined;
    const selections = remaining(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value));
    const reduced =
      selections.length === 0 ? undefined : { ...fragment, selectionSet: { ...fragment.selectionSet, selections } };
    left.set(name, reduced);
    return reduced;
  };

  const selections = remaining(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
  if (selections.length === 0) selections.push(typename);
  const reduced = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
  const definitions = [reduced, ...[...left.values()].filter((fragment) => fragment !== undefined)];
  return { document: { ...document, definitions }, operation: reduced, typenameKey };
}

/** A key that the document uses for nothing else. */
function unusedKey(document: DocumentNode): string {
  const text = document.loc?.source.body ?? '';
  let key = 'typeOfObject';
  while (text.includes(key)) key += '_';
  return key;
}
