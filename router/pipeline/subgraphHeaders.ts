import { type ContextSigner, contextHeader } from '#platform/identity/signedContext.ts';
import type { Exchange } from './exchange.ts';
import { traceparentFrom } from './traceparent.ts';

/** Makes the headers that every subgraph call of an exchange carries. */
export type SubgraphHeaders = (
  exchange: Pick<Exchange, 'principal' | 'requestId' | 'traceparent' | 'passedHeaders'>,
) => Readonly<Record<string, string>>;

/**
 * Request id and trace always; the signed context where the router knows its callers. Without a signer nobody is
 * vouched for, and the client's own headers on the allow list are passed on instead.
 */
export function subgraphHeaders(signer: ContextSigner | undefined): SubgraphHeaders {
  return ({ principal, requestId, traceparent, passedHeaders }) => ({
    ...passedHeaders,
    ...(signer && { [contextHeader]: signer.sign(principal) }),
    'x-request-id': requestId,
    traceparent,
  });
}

/** Headers of a request that the router makes for nobody: to see how a subgraph is. */
export function ownHeaders(headers: SubgraphHeaders, requestId: 'health' | 'probe'): Readonly<Record<string, string>> {
  return headers({ principal: null, requestId, passedHeaders: {}, traceparent: traceparentFrom(undefined) });
}
