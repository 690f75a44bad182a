import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import { differenceOf } from '../compareAnswers.ts';
import type { ReferenceEngine } from '../engine/referenceEngine.ts';
import { plainAnswer, plainQuery } from '../query/plainQuery.ts';
import type { RandomQuery } from '../query/randomQuery.ts';
import { askedApart } from './askedApart.ts';
import { foreignAliases, withoutForeignAliases } from './foreignAliases.ts';

/** Why the reference engine is wrong, by name; README.md says what each means. */
export type ExplanationName = 'fragments' | 'aliases' | 'combinations' | 'planning' | 'interface-objects';

/** A difference between two answers to one query. */
export interface Differing {
  readonly schema: GraphQLSchema;
  readonly asked: RandomQuery;
  readonly ours: FormattedExecutionResult;
  readonly theirs: Awaited<ReturnType<ReferenceEngine['execute']>>;
  /** The answer of a monolith of the same data. */
  readonly truth: FormattedExecutionResult;
  readonly reference: ReferenceEngine;
  readonly hasInterfaceObjects: boolean;
}

/** Leaves of a query that are asked one by one, at most. */
const leavesAtMost = 60;

/**
 * Explains a difference by a fault of the reference engine, or not at all.
 *
 * - It contradicts itself: the same query said in other words, which by the specification has the same answer, gets our
 *   answer from it; or its answers for each leaf by itself make up ours.
 * - It has no answer at all, and the monolith gives ours.
 * - There are interface objects, the monolith gives our answer, and its own is that with parts left out.
 */
export async function explain(differing: Differing): Promise<ExplanationName | undefined> {
  const { schema, asked, ours, theirs, truth, reference, hasInterfaceObjects } = differing;
  const isOurs = (answer: FormattedExecutionResult | undefined): boolean =>
    answer !== undefined && differenceOf(ours, answer) === undefined;

  const plain = plainQuery(schema, asked);
  const plainly = await reference.execute(plain);
  if (typeof plainly !== 'string' && isOurs(plainAnswer(plainly))) return 'fragments';

  const foreign = foreignAliases(plain);
  const restored = (answer: FormattedExecutionResult) => plainAnswer(withoutForeignAliases(answer));
  const renamed = await reference.execute(foreign);
  if (typeof renamed !== 'string' && isOurs(restored(renamed))) return 'aliases';

  const isTrue = isOurs(truth);
  const isAnswered = typeof theirs !== 'string' && theirs.data !== undefined;
  if (!isAnswered && isTrue) return 'planning';
  if (hasInterfaceObjects && isTrue) {
    // Both faults may come together, and an alias then hides what is left out.
    const answers = [theirs, typeof renamed === 'string' ? renamed : restored(renamed)];
    const isPart = (answer: typeof theirs) => typeof answer !== 'string' && isPartOf(answer.data, truth.data);
    if (answers.some(isPart)) return 'interface-objects';
  }
  if (asked.query.startsWith('mutation')) return undefined;
  const apart = await askedApart(reference, foreign, leavesAtMost);
  return apart && isOurs(restored(apart)) ? 'combinations' : undefined;
}

/** Whether a value is another with objects that are null, or members that are missing. */
function isPartOf(value: unknown, whole: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) {
    return Array.isArray(whole) && value.every((item, index) => isPartOf(item, whole[index]));
  }
  if (typeof value !== 'object') return value === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(value).every(([key, member]) => isPartOf(member, (whole as Record<string, unknown>)[key]));
}
