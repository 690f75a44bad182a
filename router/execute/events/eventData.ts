import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import type { TypeRelations } from '../../supergraph/typeRelations.ts';
import type { EntityRepresentation } from '../compiledOperation.ts';
import type { MutableObject } from '../merge/mergeObjects.ts';
import { inclusionOf } from '../operation/conditions.ts';

/** What completing a selection from an event's payload needs to know. */
export interface SelectionContext {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly types: TypeRelations;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The object that a selection asks for, made from what an event tells of an entity; undefined as soon as one field is
 * missing, so that the owning subgraph is asked instead. Fields with arguments are always asked of the subgraph.
 */
export function completeFromEvent(
  set: SelectionSetNode,
  entity: EntityRepresentation,
  context: SelectionContext,
): MutableObject | undefined {
  const object: MutableObject = { __typename: entity.__typename };
  return fill(set, entity, object, context) ? object : undefined;
}

function fill(
  set: SelectionSetNode,
  source: Readonly<Record<string, unknown>>,
  target: MutableObject,
  context: SelectionContext,
): boolean {
  return set.selections.every((selection) => {
    const inclusion = inclusionOf(selection);
    const isIncluded =
      inclusion === 'always' ||
      (inclusion !== 'never' &&
        inclusion.every(({ variable, included }) => (context.variables[variable] === true) === included));
    if (!isIncluded) return true;
    if (selection.kind === Kind.FIELD) return fillField(selection, source, target, context);
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : context.fragments.get(selection.name.value);
    const condition = fragment?.typeCondition?.name.value;
    if (condition !== undefined && typeof source.__typename === 'string') {
      if (!context.types.satisfies(source.__typename, condition)) return true;
    }
    return fragment !== undefined && fill(fragment.selectionSet, source, target, context);
  });
}

function fillField(
  field: FieldNode,
  source: Readonly<Record<string, unknown>>,
  target: MutableObject,
  context: SelectionContext,
): boolean {
  if (field.arguments?.length) return false;
  const value = Object.hasOwn(source, field.name.value) ? source[field.name.value] : undefined;
  const taken = takenValue(field, value, context);
  if (taken === undefined) return false;
  target[(field.alias ?? field.name).value] = taken;
  return true;
}

function takenValue(field: FieldNode, value: unknown, context: SelectionContext): unknown {
  const { selectionSet } = field;
  if (selectionSet === undefined || value === null || value === undefined) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => takenValue(field, item, context));
    return items.includes(undefined) ? undefined : items;
  }
  if (typeof value !== 'object') return undefined;
  const object: MutableObject = {};
  return fill(selectionSet, value as Record<string, unknown>, object, context) ? object : undefined;
}
