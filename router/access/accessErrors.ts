import type { Principal } from '#platform/identity/principal.ts';
import { codedErrorForClient } from '../errors/errorForClient.ts';
import type { ErrorForClient } from '../execute/compiledOperation.ts';
import type { ProtectedField } from './protectedFields.ts';
import { shortfall } from './requirement.ts';

/** One error per protected field that the principal may not have; it names the field and the missing scopes. */
export function accessErrors(
  fields: readonly ProtectedField[],
  principal: Principal | null,
): readonly ErrorForClient[] {
  const errors: ErrorForClient[] = [];
  for (const { coordinate, requirement, location } of fields) {
    const lacking = shortfall(requirement, principal);
    if (!lacking) continue;
    const error =
      lacking.code === 'UNAUTHENTICATED'
        ? codedErrorForClient('UNAUTHENTICATED', `${coordinate} needs a signed-in user. Send a valid access token.`, {
            field: coordinate,
          })
        : codedErrorForClient('FORBIDDEN', `${coordinate} needs ${needed(lacking)}.`, {
            field: coordinate,
            missingScopes: lacking.missingScopes,
          });
    errors.push(location ? { ...error, locations: [location] } : error);
  }
  return errors;
}

function needed({
  missingScopes,
  policies,
}: {
  missingScopes: readonly (readonly string[])[];
  policies: readonly string[];
}) {
  const scopes = missingScopes.map((all) => all.join(' and ')).join(', or ');
  const named = policies.length > 0 ? `the policy ${policies.join(', ')}` : '';
  return [scopes && `the scope ${scopes}`, named].filter(Boolean).join(' and ');
}
