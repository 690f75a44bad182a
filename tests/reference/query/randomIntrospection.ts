import { GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString, getIntrospectionQuery } from 'graphql';
import { type RandomQuery, randomQuery } from './randomQuery.ts';

const schemas = new WeakMap<GraphQLSchema, GraphQLSchema>();

/** Invents a query about a schema itself; the first is the one that tools ask. */
export function randomIntrospection(schema: GraphQLSchema, seed: number, isFirst: boolean): RandomQuery {
  if (isFirst) {
    const options = { specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true };
    return { query: getIntrospectionQuery({ ...options, inputValueDeprecation: true, oneOf: true }), variables: {} };
  }
  const about = schemas.get(schema) ?? schemaOfSchema(schema);
  schemas.set(schema, about);
  const names = [...Object.keys(schema.getTypeMap()), 'Nobody', ''];
  return randomQuery(about, seed, { pool: { name: names }, depth: 5, budget: 30 });
}

/** A schema in which the fields that every query type has without naming them are fields like any other, and the only ones. */
function schemaOfSchema(schema: GraphQLSchema): GraphQLSchema {
  const query = new GraphQLObjectType({
    name: schema.getQueryType()?.name ?? 'Query',
    fields: {
      __schema: { type: new GraphQLNonNull(schema.getType('__Schema') as GraphQLObjectType) },
      __type: {
        type: schema.getType('__Type') as GraphQLObjectType,
        args: { name: { type: new GraphQLNonNull(GraphQLString) } },
      },
    },
  });
  return new GraphQLSchema({ query, assumeValid: true });
}
