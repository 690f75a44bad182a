import { postGraphql } from '#tests/graph/clients/postGraphql.ts';

/** What a graph answered with an error. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Asks a router and gives the answer's data.
 * @throws Refused with the code of the first error
 */
export async function askGraph(
  url: string,
  token: string,
  query: string,
  variables: object = {},
): Promise<Record<string, unknown>> {
  const { body } = await postGraphql(`${url}/graphql`, { query, variables }, { authorization: `Bearer ${token}` });
  const [error] = body.errors ?? [];
  if (error) throw new Refused(error.extensions?.code ?? 'NO_CODE', error.message);
  return body.data!;
}
