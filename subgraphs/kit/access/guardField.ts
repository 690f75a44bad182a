import { defaultFieldResolver, type GraphQLField } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Principal } from '#platform/identity/principal.ts';
import { type Caller, callerOf } from '../server/caller.ts';
import type { AccessRule } from './accessRule.ts';
import { demandAccess } from './demandAccess.ts';

/** Rules of the object types that a union or interface may turn out to be, by name. */
export type AbstractGuard = ReadonlyMap<string, AccessRule>;

/**
 * Wraps a field's resolver with its rules; leaves it as it is when there are none.
 *
 * @param before checked before the resolver runs
 * @param after checked on the concrete type of what the resolver gave, for unions and interfaces
 */
export function guardField(
  field: GraphQLField<unknown, unknown>,
  place: string,
  before: AccessRule,
  after: AbstractGuard | null,
): void {
  if (!before.authenticated && after === null) return;
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    const caller = (context as Caller)[callerOf];
    demandAccess(before, caller, place);
    const result = resolve(source, args, context, info);
    return after === null ? result : checkConcrete(result, after, caller, place);
  };
}

function checkConcrete(result: unknown, rules: AbstractGuard, principal: Principal | null, place: string): unknown {
  if (result instanceof Promise) return result.then((value) => checkConcrete(value, rules, principal, place));
  if (Array.isArray(result)) return result.map((item) => checkConcrete(item, rules, principal, place));
  if (result === null || typeof result !== 'object') return result;
  const name = (result as { __typename?: unknown }).__typename;
  const rule = typeof name === 'string' ? rules.get(name) : undefined;
  if (!rule) {
    throw new CodedError('INTERNAL_ERROR', {
      message: `${place} must give objects with the __typename of a possible type, not ${String(name)}.`,
    });
  }
  demandAccess(rule, principal, place);
  return result;
}
