import { type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { fieldText, type RequiredField, type RequiredFields } from '../supergraph/requiredFields.ts';
import { flattenPlan } from './flattenPlan.ts';
import { parseSubgraphOperation, selectionOfAlias } from './parseSubgraphOperation.ts';
import { placeOf } from './placeOf.ts';
import type { EntityBatchAlias, FetchNode, FlattenPath, PlanNode, RequiresSelection } from './planNodes.ts';

/**
 * Whether every entity fetch of a plan sends what the subgraph's `@requires` demand: each required field, with the
 * value that was fetched with just the arguments that it names. The fast planner makes plans that do not,
 * and a subgraph would compute from wrong values without anybody noticing.
 */
export function sendsWhatIsRequired(plan: PlanNode, required: RequiredFields): boolean {
  const { fetches, subscription } = flattenPlan(plan);
  const written = new Map<string, Set<string>>();
  if (subscription) {
    const { operation, fragments } = parseSubgraphOperation(subscription.operation);
    noteFields(operation.selectionSet, '', fragments, written);
  }
  const groups = fetches.flatMap(({ fetch, path }) => {
    const { operation, fragments } = parseSubgraphOperation(fetch.operation);
    const own = aliasesOf(fetch, path).map((alias) => {
      const set = alias.requires.length === 0 ? operation.selectionSet : selectionOfAlias(alias.alias, operation);
      for (const place of alias.paths) noteFields(set, placeOf(place), fragments, written);
      return { service: fetch.serviceName, alias, set, fragments };
    });
    return own;
  });
  return groups.every(({ service, alias, set, fragments }) => {
    const demanded = alias.requires.length === 0 ? [] : demandsOf(set, service, required, fragments);
    const sent = sentFields(alias.requires);
    return demanded.every((field) => {
      const keys = sent.get(field.name);
      if (keys === undefined) return false;
      return alias.paths.every((path) => isFetchedAs(field, keys, placeOf(path), written));
    });
  });
}

function aliasesOf(
  fetch: FetchNode | Extract<PlanNode, { kind: 'BatchFetch' }>,
  path: FlattenPath,
): readonly Pick<EntityBatchAlias, 'alias' | 'paths' | 'requires'>[] {
  if (fetch.kind === 'BatchFetch') return fetch.entityBatch.aliases;
  return [{ alias: '_entities', paths: [path], requires: fetch.requires ?? [] }];
}

/** What the fields of an `_entities` selection require, by the types of its fragments. */
function demandsOf(
  set: SelectionSetNode,
  service: string,
  required: RequiredFields,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  type = '',
): readonly RequiredField[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return required.of(service, type, selection.name.value);
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const condition = inner?.typeCondition?.name.value ?? type;
    return inner ? demandsOf(inner.selectionSet, service, required, fragments, condition) : [];
  });
}

/** Field names as sent, with the keys of our data that they are read from. */
function sentFields(requires: readonly RequiresSelection[], sent = new Map<string, Set<string>>()) {
  for (const selection of requires) {
    if (selection.kind === 'InlineFragment') {
      sentFields(selection.selections, sent);
    } else {
      const name = selection.alias ?? selection.name;
      sent.set(name, (sent.get(name) ?? new Set()).add(selection.name));
    }
  }
  return sent;
}

function isFetchedAs(
  field: RequiredField,
  keys: ReadonlySet<string>,
  place: string,
  written: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  return [...keys].every((key) => {
    // The representation falls back to the field's own name where an alias is not there.
    const texts = written.get(`${place}/${key}`) ?? written.get(`${place}/${field.name}`);
    return texts?.size === 1 && texts.has(field.text);
  });
}

function noteFields(
  set: SelectionSetNode,
  place: string,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  written: Map<string, Set<string>>,
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const path = `${place}/${(selection.alias ?? selection.name).value}`;
      written.set(path, (written.get(path) ?? new Set()).add(fieldText(selection)));
      if (selection.selectionSet) noteFields(selection.selectionSet, path, fragments, written);
    } else {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (inner) noteFields(inner.selectionSet, place, fragments, written);
    }
  }
}
