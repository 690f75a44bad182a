import { type DemoSignIn, demoToken } from '../issuer/demoToken.ts';

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
   * @throws Error with the messages of the answer when it contains errors
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
    const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
    if (errors !== undefined || data === undefined) {
      const messages = errors?.map(({ message }) => message).join('; ') ?? `status ${response.status}`;
      throw new Error(`The API refused ${user} of ${tenant}: ${messages}`);
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
