import type { DefinitionNode, DocumentNode, TypeDefinitionNode } from 'graphql';
import { isTypeDefinitionNode, Kind } from 'graphql';
import { typeNamesIn } from './namesIn.ts';

/**
 * The shared types that a domain reaches, in the order of the shared file. What a domain does not use is left out of its
 * subgraph, since the subgraph would have to answer for it and composition would warn of types that differ.
 *
 * An interface that the domain itself names as a type brings its shared implementations along, because values of it are theirs.
 */
export function usedSharedTypes(domain: DocumentNode, shared: DocumentNode): DefinitionNode[] {
  const sharedTypes = new Map(shared.definitions.filter(isTypeDefinitionNode).map((type) => [type.name.value, type]));
  const used = new Set<string>();
  const reach = (name: string): void => {
    const type = sharedTypes.get(name);
    if (!type || used.has(name)) return;
    used.add(name);
    for (const next of typeNamesIn(type)) reach(next);
  };
  for (const name of typeNamesIn(domain)) {
    reach(name);
    if (sharedTypes.get(name)?.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      for (const implementation of implementationsOf(name, [...sharedTypes.values()])) reach(implementation);
    }
  }
  return [...sharedTypes.values()].filter((type) => used.has(type.name.value));
}

function implementationsOf(interfaceName: string, types: readonly TypeDefinitionNode[]): string[] {
  return types
    .filter((type) => 'interfaces' in type && type.interfaces?.some(({ name }) => name.value === interfaceName))
    .map((type) => type.name.value);
}
