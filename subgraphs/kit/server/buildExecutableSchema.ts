import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { enforceAccess } from '../access/enforceAccess.ts';
import { checkResolvers } from './checkResolvers.ts';
import { guardEntities } from './guardEntities.ts';
import { refuseSubscriptions } from './refuseSubscriptions.ts';
import { resolveResultTypes } from './resolveResultTypes.ts';
import { resolveTotalCounts } from './resolveTotalCounts.ts';
import { scalarResolvers } from './scalars/scalarResolvers.ts';

/**
 * Makes the schema that the subgraph executes: SDL, the domain's resolvers, the shared scalars and the access guards.
 *
 * @param sdl the complete SDL of the subgraph, with its `@link`s
 * @throws CodedError DEFINITION_INVALID when SDL and resolvers do not fit
 */
export function buildExecutableSchema(sdl: string, resolvers: object): GraphQLSchema {
  const schema = subgraphSchema(sdl, resolvers);
  checkResolvers(schema, resolvers);
  resolveTotalCounts(schema);
  resolveResultTypes(schema);
  enforceAccess(schema);
  guardEntities(schema);
  refuseSubscriptions(schema);
  return schema;
}

function subgraphSchema(sdl: string, resolvers: object): GraphQLSchema {
  const typeDefs = parse(sdl, { noLocation: true });
  const declared = new Set(
    typeDefs.definitions.flatMap((node) => (node.kind === 'ScalarTypeDefinition' ? node.name.value : [])),
  );
  const scalars = Object.fromEntries(Object.entries(scalarResolvers).filter(([name]) => declared.has(name)));
  try {
    return buildSubgraphSchema({ typeDefs, resolvers: { ...scalars, ...resolvers } });
  } catch (cause) {
    throw new CodedError('DEFINITION_INVALID', {
      message: `The SDL and the resolvers do not fit: ${(cause as Error).message}`,
      cause,
    });
  }
}
