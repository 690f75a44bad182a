import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import type { Principal } from '#platform/identity/principal.ts';
import type { createContextVerifier } from '#platform/identity/signedContext.ts';

const principals = new WeakMap<FastifyRequest, Principal | null>();

/**
 * The first hook of each request: nothing but health is answered without a context that the router signed.
 *
 * @throws (to Fastify) CodedError CONTEXT_MISSING, CONTEXT_INVALID, CONTEXT_EXPIRED, all HTTP 401
 */
export function checkSignedContext(verifier: ReturnType<typeof createContextVerifier>): onRequestHookHandler {
  return (request, _reply, done) => {
    // The route as Fastify matched it, not the text of the URL: nothing that only looks like health passes.
    if (request.routeOptions.url?.startsWith('/health/')) return done();
    try {
      const header = request.headers['x-inopsio-context'];
      principals.set(request, verifier.verify(Array.isArray(header) ? undefined : header));
      done();
    } catch (error) {
      done(error as Error);
    }
  };
}

/**
 * Who the checked context names; `null` when nobody is signed in.
 *
 * @throws Error for a request that never came through the check
 */
export function principalOf(request: FastifyRequest): Principal | null {
  const principal = principals.get(request);
  if (principal === undefined) throw new Error('The signed context of this request was never checked.');
  return principal;
}
