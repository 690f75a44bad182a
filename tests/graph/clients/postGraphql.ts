/** An error of an answer. */
export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly [detail: string]: unknown };
}

/** An answer as it came. */
export interface GraphAnswer {
  readonly status: number;
  /** The whole body as text. */
  readonly text: string;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly GraphError[];
    readonly extensions?: Record<string, unknown>;
  };
}

/** Posts a request, as text or as what becomes JSON, to a GraphQL endpoint. */
export async function postGraphql(
  url: string,
  request: string | object,
  headers: Readonly<Record<string, string>> = {},
): Promise<GraphAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: typeof request === 'string' ? request : JSON.stringify(request),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}

/** The codes of an answer's errors. */
export function codesOf({ body }: GraphAnswer): string[] {
  return (body.errors ?? []).map(({ extensions }) => extensions?.code ?? 'NO_CODE');
}
