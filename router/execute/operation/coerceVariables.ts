import { type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import type { CoercedVariables } from '../compiledOperation.ts';

/** More faults in one set of variables than anybody reads. */
const maxErrors = 20;

/** Coerces a client's variables by the specification (section 6.1.2), defaults included. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  raw: Readonly<Record<string, unknown>> | null | undefined,
): CoercedVariables {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], raw ?? {}, { maxErrors });
  if (errors === undefined) return { variables: coerced };
  return {
    errors: errors.map(({ message, locations }) => ({
      message,
      ...(locations && { locations: locations.map(({ line, column }) => ({ line, column })) }),
      extensions: new CodedError('BAD_USER_INPUT').extensions,
    })),
  };
}
