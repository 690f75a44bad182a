import type { ExecutionArgs } from 'graphql';
import { FrameStream } from '../live/frameStream.ts';
import { Answer } from './answer.ts';
import type { OperationStage } from './operationStage.ts';

/**
 * Takes the compiled operation and its variables; gives its answer, or for a subscription its stream.
 * Refuses a subscription whose source cannot be had (LIVE_UNAVAILABLE, SUBSCRIPTION_FAILED). What fails in a subgraph
 * is part of the answer.
 */
export const execute: OperationStage = {
  name: 'execute',
  async run(exchange, { apiSchema }) {
    const { document, phases, variables, parameters } = exchange;
    if (!document?.operation) return;
    const args: ExecutionArgs = {
      schema: apiSchema,
      document: document.executable,
      contextValue: await phases.context(),
      variableValues: variables,
      operationName: parameters.operationName,
    };
    const phase = document.operation.operation === 'subscription' ? phases.subscribe : phases.execute;
    const result = await phase(args);
    exchange.outcome =
      result instanceof Answer || result instanceof FrameStream || isStream(result) ? result : Answer.of(result);
  },
};

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof (value as AsyncIterable<unknown> | null)?.[Symbol.asyncIterator] === 'function';
}
