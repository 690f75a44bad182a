import { type DemoSignIn, demoToken } from '../issuer/demoToken.ts';

/** An error of an answer. */
interface GraphFault {
  readonly message: string;
  readonly extensions?: { readonly retryable?: boolean };
}

/** What the API answered instead of data. */
export class GraphRefusal extends Error {
  /** Whether the same may be served later: the answer says so of every error in it. */
  readonly mayRetry: boolean;

  /** @param who was refused */
  constructor(who: string, status: number, errors: readonly GraphFault[] = []) {
    const messages = errors.map(({ message }) => message).join('; ') || `status ${status}`;
    super(`The API refused ${who}: ${messages}`);
    this.mayRetry = errors.length > 0 && errors.every(({ extensions }) => extensions?.retryable === true);
  }
}

/** Asks the public GraphQL API as demo users; each signs in once. */
export class GraphClient {
  readonly #url: string;
  readonly #issuer: DemoSignIn;
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(url: string, issuer: DemoSignIn) {
    this.#url = url;
    this.#issuer = issuer;
  }

  /**
   * Sends an operation and gives its data.
   *
   * @throws GraphRefusal with the messages of the answer when it contains errors
   */
  async ask<Data>(tenant: string, user: string, query: string, variables: Record<string, unknown>): Promise<Data> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        authorization: `Bearer ${await this.#token(tenant, user)}`,
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Data; errors?: GraphFault[] };
    if (errors !== undefined || data === undefined) {
      throw new GraphRefusal(`${user} of ${tenant}`, response.status, errors);
    }
    return data;
  }

  #token(tenant: string, user: string): Promise<string> {
    const key = `${tenant}/${user}`;
    const token = this.#tokens.get(key) ?? demoToken(this.#issuer, { tenant, user });
    this.#tokens.set(key, token);
    return token;
  }
}
