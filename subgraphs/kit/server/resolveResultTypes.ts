import { type GraphQLSchema, type GraphQLUnionType, isUnionType } from 'graphql';

/**
 * Resolves the unions that mutations answer with: a failure carries its `__typename`; anything else is the one member
 * that is no `Failure`. So a service gives a stored row or a failure, and no resolver has to tell them apart.
 */
export function resolveResultTypes(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isUnionType(type) || type.resolveType) continue;
    const success = soleSuccess(type);
    if (success) type.resolveType = ({ __typename }: { __typename?: string }) => __typename ?? success;
  }
}

function soleSuccess(union: GraphQLUnionType): string | undefined {
  const successes = union.getTypes().filter((member) => !member.getInterfaces().some(({ name }) => name === 'Failure'));
  return successes.length === 1 ? successes[0]!.name : undefined;
}
