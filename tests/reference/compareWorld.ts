import { execute, type FormattedExecutionResult, parse } from 'graphql';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import type { ExecutionRequest } from '#router/execute/compiledOperation.ts';
import { createEngine } from '#router/execute/engine.ts';
import { differenceOf } from './compareAnswers.ts';
import { inProcessTransport } from './inProcessTransport.ts';
import { type RandomQuery, randomQuery } from './query/randomQuery.ts';
import { startReferenceEngine } from './referenceEngine.ts';
import { composeWorld } from './world/composeWorld.ts';
import type { Troubles } from './world/worldResolvers.ts';

export interface Difference extends RandomQuery {
  readonly world: string;
  readonly seed: number;
  readonly difference: string;
  /** How our answer differs from the monolith's. */
  readonly fromTruth: string | undefined;
  /** Whose answer the monolith gives: undefined where it gives neither. */
  readonly right: 'ours' | 'reference' | undefined;
  /** Whether neither engine finds a plan: both refuse, and nothing wrong is answered. */
  readonly refusedByBoth: boolean;
}

export interface WorldComparison {
  readonly queries: number;
  readonly differences: readonly Difference[];
}

const identities = (types: readonly string[]) => types.flatMap((type) => [0, 1, 2, 3, 4, 5].map((n) => `${type}-${n}`));

/**
 * Asks our engine and the reference engine the same random queries over one supergraph of the invented world.
 *
 * @param first seed of the first query; the others follow
 */
export async function compareWorld(
  name: string,
  n: number,
  first: number,
  troubles: Troubles,
): Promise<WorldComparison> {
  const world = await composeWorld(name, troubles);
  const reference = await startReferenceEngine(world);
  const engine = createEngine({
    supergraphSdl: world.supergraphSdl,
    transport: inProcessTransport(world.subgraphs),
    logger: nullLogger,
  });
  const entities = Object.keys(engine.apiSchema.getTypeMap()).filter((type) => /^[A-Z]/.test(type));
  const pool = { id: identities(entities), upc: identities(['Product']).map((identity) => `upc:${identity}`) };
  // Planning interface objects takes the reference minutes for one query of the usual size.
  const size = world.supergraphSdl.includes('isInterfaceObject: true') ? { depth: 4, budget: 20 } : {};
  const differences: Difference[] = [];
  try {
    for (let seed = first; seed < first + n; seed++) {
      const kind = seed % 10 === 0 && engine.apiSchema.getMutationType() ? 'mutation' : 'query';
      const asked = randomQuery(engine.apiSchema, seed, { pool, kind, ...size });
      const theirs = await reference.execute(asked.query, asked.variables);
      const ours = await ourAnswer(asked);
      const difference = typeof ours === 'string' ? ours : differenceOf(ours, theirs);
      if (difference === undefined) continue;
      const truth = await monolithAnswer(asked);
      const isOursRight = typeof ours !== 'string' && differenceOf(ours, truth) === undefined;
      const isTheirsRight = differenceOf(theirs, truth) === undefined;
      const right = isOursRight ? 'ours' : isTheirsRight ? 'reference' : undefined;
      const fromTruth = typeof ours === 'string' ? ours : differenceOf(ours, truth);
      const refusedByBoth = typeof ours === 'string' && (theirs.data ?? null) === null && theirs.errors !== undefined;
      differences.push({ ...asked, world: name, seed, difference, fromTruth, right, refusedByBoth });
    }
  } finally {
    await reference.close();
    await engine.close();
  }
  return { queries: n, differences };

  async function ourAnswer({ query, variables }: RandomQuery): Promise<FormattedExecutionResult | string> {
    try {
      const operation = engine.compile(parse(query));
      const coerced = operation.coerceVariables(variables);
      if (coerced.errors) return { errors: coerced.errors };
      const request: ExecutionRequest = { variables: coerced.variables, headers: () => ({}) };
      return (await operation.execute(request)).toResult() as FormattedExecutionResult;
    } catch (failure) {
      return `we fail: ${failure instanceof Error ? `${failure.message} ${failure.cause ?? ''}` : failure}`;
    }
  }

  async function monolithAnswer({ query, variables }: RandomQuery): Promise<FormattedExecutionResult> {
    const schema = world.monolith;
    const result = await execute({ schema, document: parse(query), variableValues: variables });
    return JSON.parse(JSON.stringify(result));
  }
}
