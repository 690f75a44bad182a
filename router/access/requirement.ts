import type { Principal } from '#platform/identity/principal.ts';

/** What a caller needs for something protected; all parts together. */
export interface Requirement {
  /** Needs a signed-in user. Scopes and policies imply it. */
  readonly authenticated: boolean;
  /** Each entry demands one of its alternatives; an alternative demands all of its scopes. */
  readonly scopes: readonly (readonly (readonly string[])[])[];
  /** Names of policies. Nothing evaluates them here, so they are never met: what cannot be decided stays closed. */
  readonly policies: readonly string[];
}

/** Demands nothing. */
export const open: Requirement = { authenticated: false, scopes: [], policies: [] };

/** Demands what both demand. */
export function both(a: Requirement, b: Requirement): Requirement {
  if (a === open || a === b) return b;
  if (b === open) return a;
  return {
    authenticated: a.authenticated || b.authenticated,
    scopes: [...a.scopes, ...b.scopes],
    policies: [...a.policies, ...b.policies],
  };
}

/** What keeps a principal from meeting a requirement; `undefined` when nothing does. */
export type Shortfall =
  | { readonly code: 'UNAUTHENTICATED' }
  | {
      readonly code: 'FORBIDDEN';
      readonly missingScopes: readonly (readonly string[])[];
      readonly policies: readonly string[];
    };

/**
 * Compares a requirement with what a principal holds. The missing scopes are alternatives: each list would do.
 */
export function shortfall(requirement: Requirement, principal: Principal | null): Shortfall | undefined {
  if (requirement === open) return undefined;
  if (principal === null) return { code: 'UNAUTHENTICATED' };
  const held = new Set(principal.scopes);
  let missing: string[][] = [[]];
  for (const alternatives of requirement.scopes) {
    const lacking = alternatives.map((scopes) => scopes.filter((scope) => !held.has(scope)));
    if (lacking.some((scopes) => scopes.length === 0)) continue;
    missing = missing.flatMap((already) => lacking.map((more) => [...new Set([...already, ...more])])).slice(0, 16);
  }
  const unmet = missing.filter((scopes) => scopes.length > 0);
  if (unmet.length === 0 && requirement.policies.length === 0) return undefined;
  return { code: 'FORBIDDEN', missingScopes: unmet, policies: requirement.policies };
}
