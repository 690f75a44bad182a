import { type DocumentNode, Kind, parse } from 'graphql';
import { subgraphsOf } from './subgraphsOf.ts';

/** The `@key`s by which each subgraph resolves its entities. */
export interface EntityKeys {
  /**
   * The part of a representation that a subgraph needs: type name and the fields of the first key that is there whole.
   * The representation as it is, where the supergraph names no such key.
   */
  keyOf<R extends { readonly __typename: string }>(service: string, representation: R): Partial<R>;
  /** The outermost fields of each key by which a subgraph resolves that type; none where it does not. */
  of(service: string, type: string): readonly (readonly string[])[];
  /** Outermost fields of all keys. */
  readonly names: ReadonlySet<string>;
}

/** Reads the keys from `@join__type` (https://specs.apollo.dev/join/v0.3/#@type). */
export function entityKeysOf(supergraph: DocumentNode): EntityKeys {
  const subgraphs = subgraphsOf(supergraph);
  const keys = new Map<string, string[][]>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const directive of definition.directives ?? []) {
      if (directive.name.value !== 'join__type') continue;
      const value = (name: string) => directive.arguments?.find((argument) => argument.name.value === name)?.value;
      const graph = value('graph');
      const key = value('key');
      const resolvable = value('resolvable');
      if (graph?.kind !== Kind.ENUM || key?.kind !== Kind.STRING) continue;
      if (resolvable?.kind === Kind.BOOLEAN && !resolvable.value) continue;
      const place = `${subgraphs.get(graph.value)?.name} ${definition.name.value}`;
      keys.set(place, [...(keys.get(place) ?? []), fieldsOf(key.value)]);
    }
  }
  return {
    of: (service, type) => keys.get(`${service} ${type}`) ?? [],
    names: new Set([...keys.values()].flat(2)),
    keyOf(service, representation) {
      const candidates = keys.get(`${service} ${representation.__typename}`) ?? [];
      const key = candidates.find((fields) => fields.every((field) => Object.hasOwn(representation, field)));
      if (key === undefined) return representation;
      const names = new Set(['__typename', ...key]);
      return Object.fromEntries(Object.entries(representation).filter(([name]) => names.has(name))) as Partial<
        typeof representation
      >;
    },
  };
}

/** Outermost field names of a field set such as `id organization { id }`. */
function fieldsOf(fieldSet: string): string[] {
  const [definition] = parse(`{${fieldSet}}`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return definition.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );
}
