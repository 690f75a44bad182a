/**
 * What a reader must bring for a field or a type.
 *
 * `scopes` is a list of alternatives, each of which names scopes that must all be there, as `@requiresScopes` has it.
 * https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/directives#requiresscopes
 */
export interface AccessRule {
  readonly authenticated: boolean;
  /** Every entry must be satisfied: one of the field, one of its type. */
  readonly scopes: readonly ScopeAlternatives[];
}

/** Alternatives, each a set of scopes that must all be present. */
export type ScopeAlternatives = readonly (readonly string[])[];

/** The rule that asks for nothing. */
export const open: AccessRule = { authenticated: false, scopes: [] };

/** Joins rules into one that asks for all that each of them asks for. */
export function everyRule(rules: readonly AccessRule[]): AccessRule {
  const asking = rules.filter((rule) => rule.authenticated);
  if (asking.length === 0) return open;
  return { authenticated: true, scopes: asking.flatMap((rule) => rule.scopes) };
}

/** Whether whoever satisfies `held` satisfies `asked` too, so that it need not be checked again. */
export function implies(held: AccessRule, asked: AccessRule): boolean {
  if (!asked.authenticated) return true;
  const known = new Set(held.scopes.map((alternatives) => JSON.stringify(alternatives)));
  return held.authenticated && asked.scopes.every((alternatives) => known.has(JSON.stringify(alternatives)));
}
