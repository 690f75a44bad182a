import { type FormattedExecutionResult, type GraphQLSchema, parse } from 'graphql';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import type { ExecutionRequest } from '#router/execute/compiledOperation.ts';
import { createEngine } from '#router/execute/engine.ts';
import { createPlanAside } from '#router/pipeline/planning/planAside.ts';
import { inProcessTransport } from '../inProcessTransport.ts';
import type { RandomQuery } from '../query/randomQuery.ts';
import type { World } from '../world/composeWorld.ts';

/** The router's engine over a world. */
export interface OurEngine {
  /** The schema that clients see. */
  readonly apiSchema: GraphQLSchema;
  /** Rejects where there is no plan, or a subgraph is asked for what it does not have. */
  execute(asked: RandomQuery): Promise<FormattedExecutionResult>;
  close(): Promise<void>;
}

/** Planning is stopped by its memory alone: the process may be halted for minutes. */
const planTimeout = 3_600_000;

/** Starts the engine as the router does, planning aside included. */
export function startOurEngine(world: World): OurEngine {
  const planAside = createPlanAside(world.supergraphSdl, planTimeout, nullLogger);
  const engine = createEngine({
    supergraphSdl: world.supergraphSdl,
    transport: inProcessTransport(world.subgraphs),
    thorough: planAside.thorough,
    logger: nullLogger,
  });
  return {
    apiSchema: engine.apiSchema,
    async execute({ query, variables }) {
      const operation = await planAside.withPlans(() => engine.compile(parse(query)));
      const coerced = operation.coerceVariables(variables);
      if (coerced.errors) return { errors: coerced.errors };
      await planAside.withPlans(() => operation.prepare?.(coerced.variables));
      const request: ExecutionRequest = { variables: coerced.variables, headers: () => ({}) };
      return (await operation.execute(request)).toResult() as FormattedExecutionResult;
    },
    async close() {
      await Promise.all([engine.close(), planAside.close()]);
    },
  };
}
