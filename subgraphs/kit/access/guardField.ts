import {
  defaultFieldResolver,
  defaultTypeResolver,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLResolveInfo,
} from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { type Caller, callerOf } from '../server/caller.ts';
import type { AccessRule } from './accessRule.ts';
import { demandAccess } from './demandAccess.ts';

/** A union or interface with the rules of the object types that it may turn out to be, by name. */
export interface AbstractGuard {
  readonly type: GraphQLAbstractType;
  readonly rules: ReadonlyMap<string, AccessRule>;
}

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
    demandAccess(before, (context as Caller)[callerOf], place);
    const result = resolve(source, args, context, info);
    return after === null ? result : checkConcrete(result, after, { context: context as Caller, info, place });
  };
}

interface Reading {
  readonly context: Caller;
  readonly info: GraphQLResolveInfo;
  readonly place: string;
}

function checkConcrete(result: unknown, guard: AbstractGuard, reading: Reading): unknown {
  if (result instanceof Promise) return result.then((value) => checkConcrete(value, guard, reading));
  if (Array.isArray(result)) return result.map((item) => checkConcrete(item, guard, reading));
  if (result === null || result === undefined) return result;
  const resolveType = guard.type.resolveType ?? defaultTypeResolver;
  const name = resolveType(result, reading.context, reading.info, guard.type);
  const rule = typeof name === 'string' ? guard.rules.get(name) : undefined;
  if (!rule) {
    throw new CodedError('INTERNAL_ERROR', {
      message: `${reading.place} must give objects of a possible type with its name at hand, not of ${String(name)}.`,
    });
  }
  demandAccess(rule, reading.context[callerOf], reading.place);
  return result;
}
