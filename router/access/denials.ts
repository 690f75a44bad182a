import { type GraphQLSchema, getArgumentValues, isInterfaceType, isObjectType, Kind } from 'graphql';
import type { Principal } from '#platform/identity/principal.ts';
import { codedErrorForClient } from '../errors/errorForClient.ts';
import type { ErrorForClient } from '../execute/compiledOperation.ts';
import type { Policies } from './policies.ts';
import type { ProtectedField } from './protectedFields.ts';
import { type Shortfall, shortfall } from './requirement.ts';

/** A protected place that a caller may not have, and the error that says so. */
export interface Denial {
  readonly field: ProtectedField;
  readonly error: ErrorForClient;
}

/** What decides besides the principal. */
export interface Circumstances {
  readonly policies: Policies;
  /** The schema by which arguments are coerced. */
  readonly schema: GraphQLSchema;
  /** Coerced variables; needed where policies see arguments. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Whether a decision depends on more than the permission set: on the very user, or on arguments. */
export function dependsOnPolicies(fields: readonly ProtectedField[]): boolean {
  return fields.some(({ requirement }) => requirement.policies.length > 0);
}

/** The places that a principal may not have. Each error names the field, and the missing scopes and policies. */
export function denialsOf(
  fields: readonly ProtectedField[],
  principal: Principal | null,
  circumstances: Circumstances,
): readonly Denial[] {
  const denials: Denial[] = [];
  for (const field of fields) {
    let args: Record<string, unknown> | undefined;
    const lacking = shortfall(field.requirement, principal, (policy, withArguments) => {
      if (principal === null) return false;
      if (!withArguments) return circumstances.policies.isMet(policy, principal, {});
      args ??= argumentsOf(field, circumstances);
      return circumstances.policies.isMet(policy, principal, args);
    });
    if (!lacking) continue;
    const error = errorOf(field.coordinate, lacking);
    denials.push({ field, error: field.location ? { ...error, locations: [field.location] } : error });
  }
  return denials;
}

/** One error per coordinate, for an operation that is refused as a whole. */
export function errorsOf(denials: readonly Denial[]): readonly ErrorForClient[] {
  const errors = new Map<string, ErrorForClient>();
  for (const { field, error } of denials) if (!errors.has(field.coordinate)) errors.set(field.coordinate, error);
  return [...errors.values()];
}

/** The arguments that a field gets, coerced as the subgraph will get them; null where there is none. */
function argumentsOf({ parent, node }: ProtectedField, { schema, variables }: Circumstances): Record<string, unknown> {
  const type = schema.getType(parent);
  if (node.kind !== Kind.FIELD || !(isObjectType(type) || isInterfaceType(type))) return {};
  const definition = type.getFields()[node.name.value];
  if (!definition) return {};
  const given = getArgumentValues(definition, node, variables);
  return Object.fromEntries(definition.args.map(({ name }) => [name, given[name] ?? null]));
}

function errorOf(coordinate: string, lacking: Shortfall): ErrorForClient {
  if (lacking.code === 'UNAUTHENTICATED') {
    return codedErrorForClient('UNAUTHENTICATED', `${coordinate} needs a signed-in user. Send a valid access token.`, {
      field: coordinate,
    });
  }
  const scopes = lacking.missingScopes.map((all) => all.join(' and ')).join(', or ');
  const named = lacking.policies.length > 0 ? `the policy ${lacking.policies.join(', ')}` : '';
  const needed = [scopes && `the scope ${scopes}`, named].filter(Boolean).join(' and ') || 'what nobody has';
  return codedErrorForClient('FORBIDDEN', `${coordinate} needs ${needed}.`, {
    field: coordinate,
    missingScopes: lacking.missingScopes,
    ...(lacking.policies.length > 0 && { policies: lacking.policies }),
  });
}
