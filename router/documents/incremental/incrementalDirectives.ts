import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';

const condition = {
  type: new GraphQLNonNull(GraphQLBoolean),
  defaultValue: true,
  description: 'Whether the part may come later.',
};
const label = { type: GraphQLString, description: 'A name for the part, unique in the document.' };

/** @see https://github.com/graphql/graphql-spec/pull/1110 */
export const deferDirective = new GraphQLDirective({
  name: 'defer',
  description: 'Lets the fragment come later than the rest.',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: { if: condition, label },
});

/** @see https://github.com/graphql/graphql-spec/pull/1110 */
export const streamDirective = new GraphQLDirective({
  name: 'stream',
  description: 'Lets the entries of the list come one after another.',
  locations: [DirectiveLocation.FIELD],
  args: {
    if: condition,
    label,
    initialCount: { type: GraphQLInt, defaultValue: 0, description: 'Entries that come at once.' },
  },
});

/**
 * The schema that documents are validated against: the same types, and the directives of incremental delivery unless the
 * schema has directives of these names itself.
 */
export function withIncrementalDirectives(schema: GraphQLSchema): GraphQLSchema {
  const own = [deferDirective, streamDirective].filter(({ name }) => !schema.getDirective(name));
  const { directives, ...config } = schema.toConfig();
  return new GraphQLSchema({ ...config, directives: [...directives, ...own], assumeValid: true });
}
