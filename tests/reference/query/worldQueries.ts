import type { GraphQLSchema } from 'graphql';
import type { World } from '../world/composeWorld.ts';
import type { ValuePool } from './randomArguments.ts';
import type { RandomQueryOptions } from './randomQuery.ts';

/** Identities of the invented world, for arguments that name an object. */
export function valuePoolOf(schema: GraphQLSchema): ValuePool {
  const entities = Object.keys(schema.getTypeMap()).filter((type) => /^[A-Z]/.test(type));
  return { id: identities(entities), upc: identities(['Product']).map((identity) => `upc:${identity}`) };
}

const identities = (types: readonly string[]) => types.flatMap((type) => [0, 1, 2, 3, 4, 5].map((n) => `${type}-${n}`));

/** Planning interface objects takes the reference minutes for one query of the usual size. */
export function sizeFor(world: World): Pick<RandomQueryOptions, 'depth' | 'budget'> {
  return hasInterfaceObjects(world) ? { depth: 4, budget: 20 } : {};
}

export function hasInterfaceObjects({ supergraphSdl }: World): boolean {
  return supergraphSdl.includes('isInterfaceObject: true');
}
