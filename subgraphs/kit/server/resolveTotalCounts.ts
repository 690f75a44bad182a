import { type GraphQLSchema, isObjectType } from 'graphql';

/**
 * Gives `totalCount` of each connection type a resolver that calls the counting function which `connection()` left
 * there: the compiled executor calls no functions of plain objects, and a count that nobody selects must cost nothing.
 */
export function resolveTotalCounts(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || !type.name.endsWith('Connection')) continue;
    const field = type.getFields().totalCount;
    if (!field || field.resolve) continue;
    field.resolve = ({ totalCount }: { totalCount: unknown }) =>
      typeof totalCount === 'function' ? totalCount() : totalCount;
  }
}
