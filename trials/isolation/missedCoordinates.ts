import { type GraphQLSchema, isIntrospectionType, isObjectType } from 'graphql';

/** Fields of object types, as `Type.field`, that are not among those that were selected. */
export function missedCoordinates(schema: GraphQLSchema, selected: ReadonlySet<string>): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !isIntrospectionType(type))
    .flatMap((type) => (isObjectType(type) ? Object.keys(type.getFields()).map((name) => `${type.name}.${name}`) : []))
    .filter((coordinate) => !/^(Query|Mutation|Subscription)\./.test(coordinate) && !selected.has(coordinate));
}
