import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { TypeRelations } from '../../supergraph/typeRelations.ts';
import { type OperationKeys, responseKeyOf } from '../operation/assignDataKeys.ts';
import { type ConditionValues, inclusionOf } from '../operation/conditions.ts';

/** What is wanted of an operation to name places as its client does. */
export interface ClientNames {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly keys: OperationKeys;
  readonly conditions: ConditionValues;
  readonly types: TypeRelations;
  /** Data keys on which more may depend than the client's own fields: those of entity keys, and what `@requires` names. */
  readonly depended: ReadonlySet<string>;
}

/** The client's fields for a data key of an object of that type, or of any, by response key, with their selection sets. */
export function clientFieldsOf(
  sets: readonly SelectionSetNode[],
  key: string,
  names: ClientNames,
  type: string | undefined,
): Map<string, SelectionSetNode[]> {
  const fields = new Map<string, SelectionSetNode[]>();
  const applies = (condition: string | undefined): boolean =>
    condition === undefined || type === undefined || names.types.satisfies(type, condition);
  const collect = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (!names.conditions.holds(inclusionOf(selection))) continue;
      if (selection.kind === Kind.FIELD) {
        if (names.keys.keyOf.get(selection) !== key) continue;
        const inner = fields.get(responseKeyOf(selection)) ?? [];
        if (selection.selectionSet) inner.push(selection.selectionSet);
        fields.set(responseKeyOf(selection), inner);
      } else {
        const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : names.fragments.get(selection.name.value);
        if (inner && applies(inner.typeCondition?.name.value)) collect(inner.selectionSet);
      }
    }
  };
  for (const set of sets) collect(set);
  return fields;
}

/** Whether the client selects anything at a path of data keys, lists left out, whatever the types on the way. */
export function isAsked(names: ClientNames, path: readonly string[]): boolean {
  let sets: readonly SelectionSetNode[] = [names.operation.selectionSet];
  for (const key of path) {
    const fields = clientFieldsOf(sets, key, names, undefined);
    if (fields.size === 0) return false;
    sets = [...fields.values()].flat();
  }
  return true;
}
