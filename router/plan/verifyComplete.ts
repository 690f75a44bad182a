import {
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { flattenPlan } from './flattenPlan.ts';
import type { PlanMender } from './mendPlan.ts';
import { parseSubgraphOperation, selectionOfAlias } from './parseSubgraphOperation.ts';
import { placeOf } from './placeOf.ts';
import type { EntityBatchAlias, FetchNode, PlanNode, RequiresSelection, Rewrite } from './planNodes.ts';

/** Types that an object at some place may have; undefined where that is unknown. */
type Types = ReadonlySet<string> | undefined;

interface Reading {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly rewrites: readonly Rewrite[];
  /** Told of each field: its place in the answer, and the types of the objects that it is asked of. */
  note(place: string, types: Types): void;
}

/**
 * Whether a plan fetches every field of the operation that it is for, of objects of every type that the operation asks
 * it of. Plans behind interface objects forget some, or a key by which their subgraph could be asked of them, and a client
 * would get null with no error beside it.
 */
export function fetchesEverything(
  plan: PlanNode | undefined,
  text: string,
  schema: GraphQLSchema,
  { isKeyed }: Pick<PlanMender, 'isKeyed'>,
): boolean {
  const fetched = new Map<string, Types>();
  const noteFetched = (place: string, types: Types): void => {
    const known = fetched.has(place) ? fetched.get(place) : types;
    fetched.set(place, known === types ? types : known && types && known.union(types));
  };
  const { fetches, subscription } = flattenPlan(plan);
  if (subscription) noteFetch(subscription.operation, subscription.outputRewrites, '');
  for (const { fetch, path } of fetches) {
    if (fetch.kind === 'BatchFetch') {
      for (const alias of fetch.entityBatch.aliases) noteEntities(fetch, alias);
    } else if (fetch.requires && fetch.requires.length > 0) {
      const { requires, outputRewrites = [] } = fetch;
      noteEntities(fetch, { alias: '_entities', paths: [path], requires, outputRewrites });
    } else {
      noteFetch(fetch.operation, fetch.outputRewrites, placeOf(path));
    }
  }

  let isComplete = true;
  const { operation, fragments } = parseSubgraphOperation(text);
  const note = (place: string, types: Types): void => {
    const found = fetched.get(place);
    isComplete &&= found && types ? found === types || types.isSubsetOf(found) : fetched.has(place);
  };
  const root = schema.getRootType(operation.operation) ?? undefined;
  read({ schema, fragments, rewrites: [], note }, operation.selectionSet, root, typesOf(schema, root), '');
  return isComplete;

  function noteFetch(subgraphText: string, rewrites: readonly Rewrite[] = [], place: string): void {
    const parsed = parseSubgraphOperation(subgraphText);
    const type = schema.getRootType(parsed.operation.operation) ?? undefined;
    const reading = { schema, fragments: parsed.fragments, rewrites, note: noteFetched };
    read(reading, parsed.operation.selectionSet, type, typesOf(schema, type), place);
  }

  /** Only objects of these types are sent, and found. */
  function representedTypes(service: string, requires: readonly RequiresSelection[]): Types {
    const keyed = requires.filter((selection) => isKeyed(service, selection));
    const types = keyed.map((selection) =>
      selection.kind === 'InlineFragment' ? typesOf(schema, schema.getType(selection.typeCondition)) : undefined,
    );
    return types.includes(undefined) ? undefined : new Set(types.flatMap((some) => [...(some ?? [])]));
  }

  function noteEntities(
    { serviceName, operation: subgraphText }: Pick<FetchNode, 'serviceName' | 'operation'>,
    { alias, paths, requires, outputRewrites = [] }: Omit<EntityBatchAlias, 'representationsVariableName'>,
  ): void {
    const parsed = parseSubgraphOperation(subgraphText);
    const reading = { schema, fragments: parsed.fragments, rewrites: outputRewrites, note: noteFetched };
    const set = selectionOfAlias(alias, parsed.operation);
    for (const path of paths) read(reading, set, undefined, representedTypes(serviceName, requires), placeOf(path));
  }
}

function read(
  reading: Reading,
  set: SelectionSetNode,
  type: GraphQLNamedType | undefined,
  types: Types,
  place: string,
): void {
  const { schema, fragments, rewrites, note } = reading;
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD) {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!inner) continue;
      const condition = inner.typeCondition?.name.value;
      const narrowed = condition === undefined ? type : (schema.getType(condition) ?? undefined);
      const within = condition === undefined ? types : common(types, typesOf(schema, narrowed));
      if (within === undefined || within.size > 0) read(reading, inner.selectionSet, narrowed, within, place);
      continue;
    }
    const name = selection.name.value;
    if (name.startsWith('__')) continue;
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    const inner = definition && getNamedType(definition.type);
    for (const key of keysOf((selection.alias ?? selection.name).value, rewrites)) {
      note(`${place}/${key}`, types);
      if (selection.selectionSet)
        read(reading, selection.selectionSet, inner, typesOf(schema, inner), `${place}/${key}`);
    }
  }
}

/** The key of a field in the subgraph's answer, and what that is renamed to. */
function keysOf(key: string, rewrites: readonly Rewrite[]): readonly string[] {
  const renamed = rewrites.flatMap((rewrite) => {
    if (!('KeyRenamer' in rewrite)) return [];
    const last = rewrite.KeyRenamer.path.at(-1);
    return last && 'Key' in last && last.Key === key ? [rewrite.KeyRenamer.renameKeyTo] : [];
  });
  return [key, ...renamed];
}

/** Of each type of a schema, so that equal sets are mostly one. */
const objectTypes = new WeakMap<GraphQLNamedType, ReadonlySet<string>>();

function typesOf(schema: GraphQLSchema, type: GraphQLNamedType | undefined): Types {
  const known = type && objectTypes.get(type);
  if (known || !(isAbstractType(type) || isObjectType(type))) return known;
  const types = new Set(isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [type.name]);
  objectTypes.set(type, types);
  return types;
}

function common(one: Types, other: Types): Types {
  if (one === undefined || other === undefined || one === other) return one ?? other;
  return one.intersection(other);
}
