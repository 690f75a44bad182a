import type { FormattedExecutionResult } from 'graphql';
import { differenceOf } from './compareAnswers.ts';
import { startOurEngine } from './engine/ourEngine.ts';
import { startReferenceEngine } from './engine/referenceEngine.ts';
import { type ExplanationName, explain } from './explain/explain.ts';
import { isLessForRequired } from './explain/isLessForRequired.ts';
import { withUnaskedNulls } from './explain/unaskedNulls.ts';
import { type RandomQuery, randomQuery } from './query/randomQuery.ts';
import { hasInterfaceObjects, sizeFor, valuePoolOf } from './query/worldQueries.ts';
import { composeWorld } from './world/composeWorld.ts';
import type { Troubles } from './world/worldResolvers.ts';

export interface Difference extends RandomQuery {
  readonly world: string;
  readonly seed: number;
  /** How our answer differs from the reference's, or where those are equal, from the monolith's. */
  readonly difference: string;
  /** How our answer differs from the monolith's. */
  readonly fromTruth: string | undefined;
  /**
   * Why the reference is wrong, or `shared`: we do not give the monolith's answer either, since what a subgraph was asked
   * besides the client's fields failed and took some of those along. Undefined where the reason is not known, and we may be
   * wrong.
   */
  readonly explanation: ExplanationName | 'shared' | undefined;
}

export interface WorldComparison {
  readonly queries: number;
  readonly differences: readonly Difference[];
}

export interface WorldComparisonOptions {
  readonly n: number;
  /** Seed of the first query; the others follow. */
  readonly seed: number;
  readonly troubles: Troubles;
  /** Told how many queries were compared, after each. */
  progress?(compared: number): void;
}

/**
 * Asks our engine and the reference engine the same random queries over one supergraph of the invented world, and the monolith
 * of the same data: both could be wrong together. Only where entities are missing is the monolith no judge of equal answers,
 * since it misses none.
 */
export async function compareWorld(name: string, options: WorldComparisonOptions): Promise<WorldComparison> {
  const { n, seed: first, troubles, progress } = options;
  const world = await composeWorld(name, troubles);
  const reference = await startReferenceEngine(name, troubles);
  const engine = startOurEngine(world);
  const schema = engine.apiSchema;
  const sizes = { pool: valuePoolOf(schema), ...sizeFor(world) };
  const differences: Difference[] = [];
  try {
    for (let seed = first; seed < first + n; seed++) {
      const kind = seed % 10 === 0 && schema.getMutationType() ? 'mutation' : 'query';
      const asked = randomQuery(schema, seed, { ...sizes, kind });
      const difference = await compare(asked);
      if (difference) differences.push({ ...asked, ...difference, world: name, seed });
      progress?.(seed - first + 1);
    }
  } finally {
    await Promise.all([reference.close(), engine.close()]);
  }
  return { queries: n, differences };

  async function compare(asked: RandomQuery) {
    const theirs = await reference.execute(asked);
    const ours = await ourAnswer(asked);
    if (typeof ours === 'string') return { difference: ours, fromTruth: ours, explanation: undefined };
    const truth = world.truth(asked.query, asked.variables);
    const fromTruth = differenceOf(ours, truth);
    const difference = typeof theirs === 'string' ? theirs : differenceOf(ours, theirs);
    if (typeof theirs !== 'string' && difference === undefined) {
      if (fromTruth === undefined || troubles.missing > 0) return undefined;
      const isShared =
        isLessForRequired(ours, truth) ||
        differenceOf(ours, withUnaskedNulls(schema, asked, truth, theirs)) === undefined;
      return { difference: fromTruth, fromTruth, explanation: isShared ? ('shared' as const) : undefined };
    }
    const ofReference = await explain({
      schema,
      asked,
      ours,
      theirs,
      truth,
      reference,
      hasInterfaceObjects: hasInterfaceObjects(world),
    });
    const explanation = ofReference ?? (isLessForRequired(ours, truth) ? ('shared' as const) : undefined);
    return { difference: difference ?? '', fromTruth, explanation };
  }

  async function ourAnswer(asked: RandomQuery): Promise<FormattedExecutionResult | string> {
    try {
      return await engine.execute(asked);
    } catch (failure) {
      return `we fail: ${failure instanceof Error ? `${failure.message} ${failure.cause ?? ''}` : failure}`;
    }
  }
}
