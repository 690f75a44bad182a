import type { FormattedExecutionResult } from 'graphql';
import { partsOf } from '#router/plan/partsOf.ts';
import type { ReferenceEngine } from '../engine/referenceEngine.ts';
import type { RandomQuery } from '../query/randomQuery.ts';

/**
 * What an engine answers to a query when each of its leaves is asked for by itself, put together again. What is null in
 * one of the answers is null in all of it, as an error there would have it in one answer.
 *
 * @returns undefined when the engine has no answer for some leaf, or there are too many
 */
export async function askedApart(
  reference: ReferenceEngine,
  { query, variables }: RandomQuery,
  leavesAtMost: number,
): Promise<FormattedExecutionResult | undefined> {
  const { leaves, textFor } = partsOf(query);
  if (leaves.length > leavesAtMost) return undefined;
  let data: unknown = {};
  const errors: NonNullable<FormattedExecutionResult['errors']>[number][] = [];
  for (const leaf of leaves) {
    const answer = await reference.execute({ query: textFor(new Set([leaf])), variables });
    if (typeof answer === 'string' || answer.data === undefined) return undefined;
    data = merged(data, answer.data);
    errors.push(...(answer.errors ?? []));
    if (answer.extensions?.valueCompletion) errors.push({ message: 'A value does not fit its type.' });
  }
  return { data: data as Record<string, unknown> | null, ...(errors.length > 0 && { errors }) };
}

function merged(one: unknown, other: unknown): unknown {
  if (one === undefined || one === other) return other;
  if (one === null || other === null || other === undefined) return other === undefined ? one : null;
  if (Array.isArray(one) && Array.isArray(other)) return one.map((item, index) => merged(item, other[index]));
  if (typeof one !== 'object' || typeof other !== 'object') return other;
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(left[key], right[key])]));
}
