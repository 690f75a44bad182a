import {
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
} from 'graphql';

/**
 * Writes a selection of everything that a type gives down to a depth. Fields of union members are renamed
 * (`Lead_name`), since members may give the same name another type.
 */
export function selectionOf(schema: GraphQLSchema, type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  return isCompositeType(named) ? selection(schema, named, depth) : '';
}

function selection(schema: GraphQLSchema, type: GraphQLCompositeType, depth: number, prefix = ''): string {
  if (isAbstractType(type)) {
    const members = schema.getPossibleTypes(type);
    const parts = members.map((one) => `... on ${one.name} ${selection(schema, one, depth, `${one.name}_`)}`);
    return `{ __typename ${parts.join(' ')} }`;
  }
  const parts = Object.values(type.getFields()).flatMap((field) => {
    if (field.name.startsWith('_')) return [];
    const named = getNamedType(field.type);
    const alias = prefix === '' ? field.name : `${prefix}${field.name}: ${field.name}`;
    if (!isCompositeType(named)) return [alias];
    return depth > 0 ? [`${alias} ${selection(schema, named, depth - 1)}`] : [];
  });
  return `{ ${['__typename', ...parts].join(' ')} }`;
}
