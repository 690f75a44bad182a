import { type GraphQLSchema, isObjectType, isUnionType } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';

/** Most representations that one `_entities` call may carry. */
export const maxRepresentations = 10_000;

/**
 * Lets `_entities` look up only what the SDL declares as entity of this subgraph: an unknown type name or a value that
 * is no object is the caller's fault and is told so, instead of failing somewhere inside.
 */
export function guardEntities(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()._entities;
  const union = schema.getType('_Entity');
  if (!field?.resolve || !isUnionType(union)) return;
  const names = new Set(
    union
      .getTypes()
      .filter((type) => isObjectType(type))
      .map((type) => type.name),
  );
  const resolve = field.resolve;
  field.resolve = (source, args: { representations: unknown[] }, context, info) => {
    if (args.representations.length > maxRepresentations) {
      throw new CodedError('PAYLOAD_TOO_LARGE', { message: `At most ${maxRepresentations} representations at once.` });
    }
    for (const representation of args.representations) {
      const name = (representation as { __typename?: unknown } | null)?.__typename;
      if (typeof name === 'string' && names.has(name)) continue;
      throw new CodedError('BAD_USER_INPUT', {
        message: 'Each representation must be an object with the __typename of an entity of this subgraph.',
      });
    }
    return resolve(source, args, context, info);
  };
}
