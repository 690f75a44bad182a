import { CodedError } from '#platform/errors/codedError.ts';
import type { Principal } from '#platform/identity/principal.ts';
import type { AccessRule } from './accessRule.ts';

/**
 * Refuses who does not satisfy a rule.
 *
 * @param place what is asked for, e.g. `Query.leads`; named in the error
 * @throws CodedError UNAUTHENTICATED when nobody is signed in, FORBIDDEN naming the missing scopes
 */
export function demandAccess(rule: AccessRule, principal: Principal | null, place: string): void {
  if (!rule.authenticated) return;
  if (principal === null) throw new CodedError('UNAUTHENTICATED');
  for (const alternatives of rule.scopes) {
    if (!alternatives.some((all) => all.every((scope) => principal.scopes.includes(scope)))) {
      throw new CodedError('FORBIDDEN', {
        message: `${place} needs ${alternatives.map((all) => all.join(' and ')).join(', or ')}.`,
        details: { place, requiredScopes: alternatives },
      });
    }
  }
}
