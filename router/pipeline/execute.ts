import type { ExecutionArgs, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { FrameStream } from '../live/frameStream.ts';
import { Answer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import type { OperationStage } from './operationStage.ts';

/**
 * Takes the compiled operation and its variables; gives its answer, or for a subscription its stream.
 * Refuses a subscription whose source cannot be had (LIVE_UNAVAILABLE, SUBSCRIPTION_FAILED). What fails in a subgraph
 * is part of the answer.
 */
export const execute: OperationStage = {
  name: 'execute',
  run(exchange, { apiSchema }) {
    const { operation } = exchange.document ?? {};
    if (!operation) return;
    const context = exchange.phases.context();
    // Only what plugins add has to be waited for.
    const result =
      context instanceof Promise
        ? context.then((built) => begun(exchange, operation, built, apiSchema))
        : begun(exchange, operation, context, apiSchema);
    if (!(result instanceof Promise)) return settle(exchange, result);
    return result.then((settled) => settle(exchange, settled));
  },
};

function begun(
  { document, phases, variables, parameters }: Exchange,
  { operation }: OperationDefinitionNode,
  contextValue: object,
  schema: GraphQLSchema,
): unknown {
  const args: ExecutionArgs = {
    schema,
    document: document!.executable,
    contextValue,
    variableValues: variables,
    operationName: parameters.operationName,
  };
  return operation === 'subscription' ? phases.subscribe(args) : phases.execute(args);
}

function settle(exchange: Exchange, result: unknown): void {
  exchange.outcome =
    result instanceof Answer || result instanceof FrameStream || isStream(result) ? result : Answer.of(result);
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof (value as AsyncIterable<unknown> | null)?.[Symbol.asyncIterator] === 'function';
}
