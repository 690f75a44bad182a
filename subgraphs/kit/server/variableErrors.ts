import { type GraphQLError, type GraphQLSchema, getOperationAST, getVariableValues, parse } from 'graphql';
import type { GraphqlRequest } from './readGraphqlRequest.ts';

/**
 * Says in the words of graphql-js why the variables of a request do not fit; undefined where they do. The compiled
 * executor has other words, and graphql-js runs the first execution of a document: without this, one and the same
 * request would be answered now so, now so.
 */
export function variableErrors(
  schema: GraphQLSchema,
  { query, variables, operationName }: GraphqlRequest,
): readonly GraphQLError[] | undefined {
  const operation = getOperationAST(parse(query), operationName);
  return getVariableValues(schema, operation?.variableDefinitions ?? [], variables, { maxErrors }).errors;
}

/** As graphql-js reports at most. */
const maxErrors = 50;
