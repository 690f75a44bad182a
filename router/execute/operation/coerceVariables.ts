import { type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import type { CoercedVariables } from '../compiledOperation.ts';

/** More faults in one set of variables than anybody reads. */
const maxErrors = 20;

/**
 * Coerces a client's variables by the specification (section 6.1.2), defaults included. A null for a variable that a condition
 * uses is refused too: one with a default may be null by its type, while `if` may not, and a condition that is neither true nor
 * false says nothing of what to fetch.
 *
 * @param conditionVariables names of the variables that `@skip` and `@include` use
 */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  raw: Readonly<Record<string, unknown>> | null | undefined,
  conditionVariables: readonly string[] = [],
): CoercedVariables {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], raw ?? {}, { maxErrors });
  const undecided = errors ? undefined : conditionVariables.find((name) => coerced[name] === null);
  if (errors === undefined && undecided === undefined) return { variables: coerced };
  const problems = errors ?? [
    { message: `Variable "$${undecided}" must not be null, since @skip or @include uses it.`, locations: undefined },
  ];
  return {
    errors: problems.map(({ message, locations }) => ({
      message,
      ...(locations && { locations: locations.map(({ line, column }) => ({ line, column })) }),
      extensions: new CodedError('BAD_USER_INPUT').extensions,
    })),
  };
}
