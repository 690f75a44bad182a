import { type GraphQLSchema, isObjectType } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';

/**
 * Checks that resolvers and SDL fit: no resolver for what the SDL does not have, and one for each field of Query and
 * Mutation, which would answer null otherwise.
 *
 * @throws CodedError DEFINITION_INVALID naming every fault at once
 */
export function checkResolvers(schema: GraphQLSchema, resolvers: object): void {
  const given = resolvers as Record<string, Record<string, unknown>>;
  const unknown = Object.entries(given).flatMap(([typeName, fields]) => {
    const type = schema.getType(typeName);
    if (!type) return [`${typeName} is not in the SDL`];
    if (!isObjectType(type)) return [];
    const known = type.getFields();
    return Object.keys(fields)
      .filter((field) => !field.startsWith('__') && !known[field])
      .map((field) => `${typeName}.${field} is not in the SDL`);
  });
  const missing = [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
    Object.keys(root?.getFields() ?? {})
      .filter((field) => !field.startsWith('_') && typeof given[root!.name]?.[field] !== 'function')
      .map((field) => `${root!.name}.${field} has no resolver`),
  );
  const faults = [...unknown, ...missing];
  if (faults.length > 0) {
    throw new CodedError('DEFINITION_INVALID', {
      message: `The SDL and the resolvers do not fit: ${faults.join('; ')}.`,
    });
  }
}
