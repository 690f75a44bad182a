import { isDeepStrictEqual } from 'node:util';
import type { FormattedExecutionResult } from 'graphql';

/**
 * Says how two answers to one query differ, or undefined when they do not.
 * Data must be equal, members in the same order apart. Errors must be there in both or in neither: their texts and
 * their number are each engine's own.
 */
export function differenceOf(ours: FormattedExecutionResult, reference: FormattedExecutionResult): string | undefined {
  if (!isDeepStrictEqual(plain(ours.data), plain(reference.data))) {
    return `data differs at ${firstDifference(ours.data, reference.data, 'data')}`;
  }
  // The reference engine reports values that do not fit their type in an extension of its own.
  const theirs = (reference.errors?.length ?? 0) + countOf(reference.extensions?.valueCompletion);
  const hasErrors = (ours.errors?.length ?? 0) > 0;
  if (hasErrors !== theirs > 0) return `errors differ: ours ${ours.errors?.length ?? 0}, reference ${theirs}`;
  return undefined;
}

function plain(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

function countOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function firstDifference(ours: unknown, theirs: unknown, path: string): string {
  if (typeof ours === 'object' && typeof theirs === 'object' && ours !== null && theirs !== null) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
    for (const key of keys) {
      const [left, right] = [(ours as never)[key] as unknown, (theirs as never)[key] as unknown];
      if (!isDeepStrictEqual(plain(left), plain(right))) return firstDifference(left, right, `${path}.${key}`);
    }
  }
  return `${path}: ours ${JSON.stringify(ours)?.slice(0, 200)}, reference ${JSON.stringify(theirs)?.slice(0, 200)}`;
}
