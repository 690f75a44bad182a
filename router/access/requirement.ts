import type { Principal } from '#platform/identity/principal.ts';

/** One `@policy`: one of its alternatives must be met; an alternative demands all of its policies. */
export interface PolicyDemand {
  readonly alternatives: readonly (readonly string[])[];
  /**
   * Whether it stands at the field that the client selects, so that `args` are those of that field. A field that is
   * fetched for another one (`@requires`) has no arguments of the client.
   */
  readonly withArguments: boolean;
}

/** What a caller needs for something protected; all parts together. */
export interface Requirement {
  /** Needs a signed-in user. Scopes and policies imply it. */
  readonly authenticated: boolean;
  /** Each entry demands one of its alternatives; an alternative demands all of its scopes. */
  readonly scopes: readonly (readonly (readonly string[])[])[];
  readonly policies: readonly PolicyDemand[];
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

/** The same for something that is fetched for a field, not selected by the client. */
export function withoutArguments(requirement: Requirement): Requirement {
  if (requirement.policies.length === 0) return requirement;
  return { ...requirement, policies: requirement.policies.map((each) => ({ ...each, withArguments: false })) };
}

/** What keeps a principal from meeting a requirement; `undefined` when nothing does. */
export type Shortfall =
  | { readonly code: 'UNAUTHENTICATED' }
  | {
      readonly code: 'FORBIDDEN';
      readonly missingScopes: readonly (readonly string[])[];
      readonly policies: readonly string[];
    };

/** Says whether a policy is met. */
export type PolicyDecision = (policy: string, withArguments: boolean) => boolean;

/**
 * Compares a requirement with what a principal holds. The missing scopes are alternatives: each list would do.
 */
export function shortfall(
  requirement: Requirement,
  principal: Principal | null,
  isMet: PolicyDecision,
): Shortfall | undefined {
  if (requirement === open) return undefined;
  if (principal === null) return { code: 'UNAUTHENTICATED' };
  const held = new Set(principal.scopes);
  let missing: string[][] = [[]];
  for (const alternatives of requirement.scopes) {
    const lacking = alternatives.map((scopes) => scopes.filter((scope) => !held.has(scope)));
    if (lacking.some((scopes) => scopes.length === 0)) continue;
    // No alternative at all can be held by nobody.
    if (lacking.length === 0) return { code: 'FORBIDDEN', missingScopes: [], policies: [] };
    missing = missing.flatMap((already) => lacking.map((more) => [...new Set([...already, ...more])])).slice(0, 16);
  }
  const unmet = missing.filter((scopes) => scopes.length > 0);
  const failed = requirement.policies.filter(
    ({ alternatives, withArguments }) =>
      !alternatives.some((policies) => policies.length > 0 && policies.every((policy) => isMet(policy, withArguments))),
  );
  if (unmet.length === 0 && failed.length === 0) return undefined;
  const policies = [...new Set(failed.flatMap(({ alternatives }) => alternatives.flat()))];
  return { code: 'FORBIDDEN', missingScopes: unmet, policies };
}
