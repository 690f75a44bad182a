import { type DocumentNode, Kind } from 'graphql';

/** A subgraph as the supergraph names it. */
export interface Subgraph {
  /** Name as composed, which the query plans use. */
  readonly name: string;
  readonly url: string;
}

/** The subgraphs that a supergraph names in `join__Graph` (https://specs.apollo.dev/join/v0.3/#@graph), by enum value. */
export function subgraphsOf(supergraph: DocumentNode): ReadonlyMap<string, Subgraph> {
  const found = new Map<string, Subgraph>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const value of definition.values ?? []) {
      const graph = value.directives?.find((directive) => directive.name.value === 'join__graph');
      const text = (name: string) => {
        const argument = graph?.arguments?.find((candidate) => candidate.name.value === name)?.value;
        return argument?.kind === Kind.STRING ? argument.value : '';
      };
      found.set(value.name.value, { name: text('name'), url: text('url') });
    }
  }
  return found;
}
