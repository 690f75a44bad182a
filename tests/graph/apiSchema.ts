import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType, type GraphQLSchema } from 'graphql';

/** The schema that clients of the whole graph see. */
export const apiSchema: GraphQLSchema = buildSchema(
  readFileSync(new URL('../../schema/generated/api.graphql', import.meta.url), 'utf8'),
);

/** The root types of the API by the operation that they answer. */
export const rootTypes: Readonly<Record<'query' | 'mutation' | 'subscription', GraphQLObjectType>> = {
  query: apiSchema.getQueryType()!,
  mutation: apiSchema.getMutationType()!,
  subscription: apiSchema.getSubscriptionType()!,
};
