import { execute, type GraphQLSchema, parse, validate } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import type { SubgraphTransport } from '#router/subgraph-transport/subgraphTransport.ts';

/** A transport that executes subgraph requests in this process, validating each: the plan must be right in every word. */
export function inProcessTransport(subgraphs: ReadonlyMap<string, GraphQLSchema>): SubgraphTransport {
  return {
    async fetch(service, body) {
      const schema = subgraphs.get(service);
      if (schema === undefined) throw new CodedError('SUBGRAPH_UNAVAILABLE');
      const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
      const document = parse(query);
      const errors = validate(schema, document);
      if (errors.length > 0) throw new Error(`${service} refuses ${query}: ${errors[0]?.message}`);
      // As over the wire: what arrives shares no object with the subgraph.
      return JSON.parse(JSON.stringify(await execute({ schema, document, variableValues: variables })));
    },
    async close() {},
  };
}
