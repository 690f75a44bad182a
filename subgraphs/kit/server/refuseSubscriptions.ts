import type { GraphQLSchema } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';

/** Live fields are in the SDL for composition; the router serves them from the event log, never the subgraph. */
export function refuseSubscriptions(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    field.resolve = () => {
      throw new CodedError('BAD_REQUEST', {
        message: `Subscription.${field.name} is served by the router. Subscribe there.`,
      });
    };
  }
}
