import { type GraphQLObjectType, type GraphQLSchema, isUnionType } from 'graphql';
import type { Operation } from './operation.ts';
import { selectionOf } from './selectionOf.ts';

/** The entities that other subgraphs may look up here; stubs of others' entities cannot be. */
export function entityTypesOf(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  const union = schema.getType('_Entity');
  if (!isUnionType(union)) return [];
  return union.getTypes().filter((type) => {
    const { apollo } = type.extensions as { apollo?: { subgraph?: { resolveReference?: unknown } } };
    return apollo?.subgraph?.resolveReference !== undefined && Object.keys(type.getFields()).length > 1;
  });
}

/** Writes the router's request for entities of a type by their ids. */
export function entityLookupOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  ids: readonly string[],
  depth = 1,
): Operation {
  return {
    document: `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on ${type.name} ${selectionOf(schema, type, depth)} } }`,
    variables: { of: ids.map((id) => ({ __typename: type.name, id })) },
  };
}
