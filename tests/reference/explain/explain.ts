import { isDeepStrictEqual } from 'node:util';
import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import { differenceOf } from '../compareAnswers.ts';
import type { ReferenceEngine } from '../engine/referenceEngine.ts';
import { plainAnswer, plainQuery } from '../query/plainQuery.ts';
import type { RandomQuery } from '../query/randomQuery.ts';
import { askedApart } from './askedApart.ts';
import { foreignAliases, withoutForeignAliases } from './foreignAliases.ts';
import { withUnaskedNulls } from './unaskedNulls.ts';

/** Why the reference engine is wrong, by name; README.md says what each means. */
export type ExplanationName = 'fragments' | 'aliases' | 'combinations' | 'unasked' | 'planning' | 'interface-objects';

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
 * - It lost what was asked with what was not: see {@link withUnaskedNulls}.
 * - There are interface objects, and where the answers differ, its own is null or nothing, and ours is the monolith's.
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

  const isAnswered = typeof theirs !== 'string' && theirs.data !== undefined;
  if (!isAnswered && isOurs(truth)) return 'planning';
  if (isAnswered && isRightWhereNull(ours, theirs, truth)) {
    const lost = withUnaskedNulls(schema, asked, ours, theirs);
    if (differenceOf(lost, theirs) === undefined) return 'unasked';
  }
  if (hasInterfaceObjects) {
    // Both faults may come together, and an alias then hides what is left out.
    const answers = [theirs, typeof renamed === 'string' ? renamed : restored(renamed)];
    const isLess = (answer: typeof theirs) => typeof answer !== 'string' && isRightWhereNull(ours, answer, truth);
    if (answers.some(isLess)) return 'interface-objects';
  }
  const apart = await askedApart(reference, foreign, leavesAtMost);
  return apart && isOurs(restored(apart)) ? 'combinations' : undefined;
}

/**
 * Whether two answers differ only where the other is null or has nothing, and ours is the monolith's there. What is null in
 * both, since an entity is missing, need not be the monolith's: it misses none.
 */
function isRightWhereNull(
  ours: FormattedExecutionResult,
  other: FormattedExecutionResult,
  truth: FormattedExecutionResult,
): boolean {
  const hasErrors = (answer: FormattedExecutionResult) => (answer.errors?.length ?? 0) > 0;
  const isTold = hasErrors(ours) === hasErrors(truth) || hasErrors(ours) === hasErrors(other);
  return isTold && isRight(ours.data, other.data, truth.data);
}

function isRight(ours: unknown, other: unknown, truth: unknown): boolean {
  if (isDeepStrictEqual(ours, other)) return true;
  if (other === null || other === undefined) return isDeepStrictEqual(ours, truth);
  if (!isParent(ours) || !isParent(other) || !isParent(truth)) return false;
  if (Array.isArray(ours) !== Array.isArray(other)) return false;
  if (Array.isArray(ours) && ours.length !== (other as unknown as readonly unknown[]).length) return false;
  const keys = new Set([...Object.keys(ours), ...Object.keys(other)]);
  return [...keys].every((key) => isRight(ours[key], other[key], truth[key]));
}

function isParent(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
