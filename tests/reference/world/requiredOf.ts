import { executeSync, GraphQLError, type GraphQLObjectType, GraphQLSchema, parse } from 'graphql';
import type { WorldObject } from './worldObject.ts';

/** Place of a field in an answer, as graphql-js knows it. */
export interface FieldPath {
  readonly prev: FieldPath | undefined;
  readonly key: string | number;
}

/** Gives the values of a `@requires` field set for an object, for the field at that place. */
export type RequiredOf = (
  schema: GraphQLSchema,
  fieldSet: string,
  source: WorldObject,
  path: FieldPath,
) => Readonly<Record<string, unknown>>;

/** A subgraph has them from the gateway. */
export const requiredAsSent: RequiredOf = (_schema, _fieldSet, source) => source.representation ?? {};

/**
 * A monolith reads them from the world itself; what fails in it is null, as it would reach a subgraph.
 *
 * @param note told what failed, with the path of the object and the required fields below it; `requiredBy` of its extensions
 *   is the number of segments that are the object's
 */
export function requiredOfWorld(note: (errors: readonly GraphQLError[]) => void): RequiredOf {
  let base: readonly (string | number)[] = [];
  return (schema, fieldSet, source, path) => {
    const outer = base;
    const place = [...outer, ...segmentsOf(path.prev)];
    base = place;
    const { data, errors = [] } = executeSync({
      schema: rootedAt(schema, source.__typename),
      document: parse(`{${fieldSet}}`),
      rootValue: source,
    });
    base = outer;
    note(
      errors.map(
        ({ message, path: below = [], extensions }) =>
          new GraphQLError(message, {
            path: [...place, ...below],
            extensions: { ...extensions, requiredBy: place.length },
          }),
      ),
    );
    if (data) return data;
    const extensions = { lacks: fieldSet };
    throw new GraphQLError(`The world has not all of ${fieldSet} here.`, { extensions });
  };
}

function segmentsOf(path: FieldPath | undefined): readonly (string | number)[] {
  return path ? [...segmentsOf(path.prev), path.key] : [];
}

const rooted = new WeakMap<GraphQLSchema, Map<string, GraphQLSchema>>();

/** The same schema with another type at its root. */
function rootedAt(schema: GraphQLSchema, typename: string): GraphQLSchema {
  const known = rooted.get(schema) ?? new Map<string, GraphQLSchema>();
  rooted.set(schema, known);
  let found = known.get(typename);
  if (!found) {
    const query = schema.getType(typename) as GraphQLObjectType;
    found = new GraphQLSchema({ query, types: Object.values(schema.getTypeMap()), assumeValid: true });
    known.set(typename, found);
  }
  return found;
}
