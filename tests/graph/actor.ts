import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
import type { TestGraph } from './startTestPlatform.ts';

/** The successful members of a mutation's result: those that are no failure. */
type Success<Result> = Exclude<Result, { readonly __typename: 'NotFound' | 'InvalidInput' | 'Conflict' }>;

/** What the root field of an operation gives. */
type RootOf<Result> = Result[keyof Result & string];

/** A demo user who acts through the public API. */
export interface Actor {
  readonly tenant: string;
  readonly user: string;
  /** Sends a mutation of one root field and gives its success. @throws Error with the failure's code and message */
  act<Result, Variables>(
    document: DocumentTypeDecoration<Result, Variables>,
    variables: Variables,
  ): Promise<Success<RootOf<Result>>>;
}

/** Makes the actor of a demo user. */
export function actorOf(graph: TestGraph, tenant: string, user: string): Actor {
  return {
    tenant,
    user,
    async act<Result, Variables>(document: DocumentTypeDecoration<Result, Variables>, variables: Variables) {
      const [result] = Object.values((await graph.request(tenant, user, document, variables)) as object);
      if (['NotFound', 'InvalidInput', 'Conflict'].includes(result.__typename)) {
        throw new Error(`${result.__typename} ${result.code}: ${result.message}`);
      }
      return result as Success<RootOf<Result>>;
    },
  };
}
