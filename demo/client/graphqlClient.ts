import type { TypedDocument } from './typedDocument.ts';

interface ErrorOfAnswer {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

/** A request that the server answered with errors instead of data. */
export class GraphQLRequestError extends Error {
  readonly errors: readonly ErrorOfAnswer[];

  constructor(errors: readonly ErrorOfAnswer[]) {
    super(errors.map(({ message, extensions }) => `${extensions?.code ?? 'ERROR'}: ${message}`).join('; '));
    this.name = 'GraphQLRequestError';
    this.errors = errors;
  }
}

/** Sends typed documents as one user. */
export interface GraphQLClient {
  /**
   * @throws GraphQLRequestError when the answer has errors
   * @throws TypeError when the server cannot be reached
   */
  request<Result, Variables>(document: TypedDocument<Result, Variables>, variables: Variables): Promise<Result>;
}

/**
 * Makes a client for one user of one tenant.
 *
 * @param url of the graph, e.g. `http://127.0.0.1:4000/graphql`
 * @param token the user's access token
 */
export function createGraphQLClient(url: string, token: string): GraphQLClient {
  return {
    async request<Result, Variables>(document: TypedDocument<Result, Variables>, variables: Variables) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ query: document.toString(), variables }),
        signal: AbortSignal.timeout(30_000),
      });
      const { data, errors } = (await response.json()) as { data: Result; errors?: ErrorOfAnswer[] };
      if (errors) throw new GraphQLRequestError(errors);
      return data;
    },
  };
}
