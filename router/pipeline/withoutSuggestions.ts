import { GraphQLError } from 'graphql';

const introspectionRule = 'GraphQL introspection has been disabled';

/**
 * A validation error as it is shown where introspection is off: without "Did you mean …", which would spell out the
 * schema name by name, and with the code of refused introspection where that is the fault.
 */
export function withoutSuggestions(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean [^?]*\?$/s, '');
  const code = message.startsWith(introspectionRule) ? { code: 'INTROSPECTION_DISABLED' } : {};
  return new GraphQLError(message, { nodes: error.nodes, extensions: { ...error.extensions, ...code } });
}
