import type { Principal } from '#platform/identity/principal.ts';

/** Longest wait that a timer of Node knows. */
const longest = 2 ** 31 - 1;

/** Calls `then` when the principal's token ends; gives the function that calls it off. Nobody's token never ends. */
export function untilTokenEnds(principal: Principal | null, then: () => void): () => void {
  if (!principal) return () => undefined;
  const left = principal.tokenExpiresAt * 1000 - Date.now();
  const timer = setTimeout(() => (left > longest ? undefined : then()), Math.min(Math.max(left, 0), longest));
  timer.unref();
  return () => clearTimeout(timer);
}
