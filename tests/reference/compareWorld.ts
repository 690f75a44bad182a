import { execute, type FormattedExecutionResult, parse } from 'graphql';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import type { ExecutionRequest } from '#router/execute/compiledOperation.ts';
import { createEngine } from '#router/execute/engine.ts';
import { createPlanAside } from '#router/pipeline/planning/planAside.ts';
import { differenceOf } from './compareAnswers.ts';
import { startReferenceEngine } from './engine/referenceEngine.ts';
import { type ExplanationName, explain } from './explain/explain.ts';
import { inProcessTransport } from './inProcessTransport.ts';
import { type RandomQuery, randomQuery } from './query/randomQuery.ts';
import { composeWorld } from './world/composeWorld.ts';
import type { Troubles } from './world/worldResolvers.ts';

export interface Difference extends RandomQuery {
  readonly world: string;
  readonly seed: number;
  readonly difference: string;
  /** How our answer differs from the monolith's. */
  readonly fromTruth: string | undefined;
  /** Why the reference is wrong; undefined where that is not known, and we may be. */
  readonly explanation: ExplanationName | undefined;
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

const identities = (types: readonly string[]) => types.flatMap((type) => [0, 1, 2, 3, 4, 5].map((n) => `${type}-${n}`));
/** Planning is stopped by its memory alone: the process may be halted for minutes. */
const planTimeout = 3_600_000;

/** Asks our engine and the reference engine the same random queries over one supergraph of the invented world. */
export async function compareWorld(name: string, options: WorldComparisonOptions): Promise<WorldComparison> {
  const { n, seed: first, troubles, progress } = options;
  const world = await composeWorld(name, troubles);
  const reference = await startReferenceEngine(name, troubles);
  const planAside = createPlanAside(world.supergraphSdl, planTimeout, nullLogger);
  const engine = createEngine({
    supergraphSdl: world.supergraphSdl,
    transport: inProcessTransport(world.subgraphs),
    thorough: planAside.thorough,
    logger: nullLogger,
  });
  const schema = engine.apiSchema;
  const entities = Object.keys(schema.getTypeMap()).filter((type) => /^[A-Z]/.test(type));
  const pool = { id: identities(entities), upc: identities(['Product']).map((identity) => `upc:${identity}`) };
  // Planning interface objects takes the reference minutes for one query of the usual size.
  const hasInterfaceObjects = world.supergraphSdl.includes('isInterfaceObject: true');
  const size = hasInterfaceObjects ? { depth: 4, budget: 20 } : {};
  const differences: Difference[] = [];
  try {
    for (let seed = first; seed < first + n; seed++) {
      const kind = seed % 10 === 0 && schema.getMutationType() ? 'mutation' : 'query';
      const asked = randomQuery(schema, seed, { pool, kind, ...size });
      const difference = await compare(asked);
      if (difference) differences.push({ ...asked, ...difference, world: name, seed });
      progress?.(seed - first + 1);
    }
  } finally {
    await Promise.all([reference.close(), engine.close(), planAside.close()]);
  }
  return { queries: n, differences };

  async function compare(asked: RandomQuery) {
    const theirs = await reference.execute(asked);
    const ours = await ourAnswer(asked);
    if (typeof ours === 'string') return { difference: ours, fromTruth: ours, explanation: undefined };
    const difference = typeof theirs === 'string' ? theirs : differenceOf(ours, theirs);
    if (difference === undefined) return undefined;
    const truth = await monolithAnswer(asked);
    const explanation = await explain({ schema, asked, ours, theirs, truth, reference, hasInterfaceObjects });
    return { difference, fromTruth: differenceOf(ours, truth), explanation };
  }

  async function ourAnswer({ query, variables }: RandomQuery): Promise<FormattedExecutionResult | string> {
    try {
      const operation = await planAside.withPlans(() => engine.compile(parse(query)));
      const coerced = operation.coerceVariables(variables);
      if (coerced.errors) return { errors: coerced.errors };
      await planAside.withPlans(() => operation.prepare?.(coerced.variables));
      const request: ExecutionRequest = { variables: coerced.variables, headers: () => ({}) };
      return (await operation.execute(request)).toResult() as FormattedExecutionResult;
    } catch (failure) {
      return `we fail: ${failure instanceof Error ? `${failure.message} ${failure.cause ?? ''}` : failure}`;
    }
  }

  async function monolithAnswer({ query, variables }: RandomQuery): Promise<FormattedExecutionResult> {
    const result = await execute({ schema: world.monolith, document: parse(query), variableValues: variables });
    return JSON.parse(JSON.stringify(result));
  }
}
