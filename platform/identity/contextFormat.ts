import type { Principal } from './principal.ts';

/** Header in which the router tells a subgraph who asks. */
export const contextHeader = 'x-inopsio-context';
/** Who issues contexts (`iss`), and for whom (`aud`). */
export const contextIssuer = 'inopsio-router';
export const contextAudience = 'inopsio-subgraph';
/** How long a signed context lives, in seconds. Subgraphs refuse longer ones. */
export const contextLifetime = 60;
/** By how many seconds the clocks of router and subgraph may differ. */
export const clockTolerance = 5;

/**
 * The encoded first part of every context. There is exactly one, so the verifier compares it letter by letter and no
 * sender can choose an algorithm or a key.
 */
export const contextProtected: string = Buffer.from(
  JSON.stringify({ alg: 'EdDSA', typ: 'inopsio-context+jwt' }),
).toString('base64url');

/** What a context says. `principal` is null for a request without token. */
export interface ContextClaims {
  readonly iss: string;
  readonly aud: string;
  readonly iat: number;
  readonly exp: number;
  readonly principal: Principal | null;
}

/** Now, in seconds since 1970. */
export function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
