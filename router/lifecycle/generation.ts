import { validateSchema } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Engine } from '../execute/engine.ts';
import type { Serving } from '../pipeline/exchange.ts';
import type { Operations } from './createOperations.ts';

/** Everything that serves one supergraph. */
export interface Generation {
  readonly engine: Engine;
  readonly operations: Operations;
  readonly checksum: string;
  /** Ends what it holds besides memory: the thread that plans. Connections belong to all generations. */
  close(): Promise<void>;
}

/** A generation that serves, or did when an exchange began that it has yet to finish. */
export interface ServingGeneration extends Serving {
  readonly generation: Generation;
  /** Exchanges that run now. */
  running: number;
}

/**
 * Makes sure that clients can be served with what an engine read.
 * @throws CodedError SUPERGRAPH_INVALID
 */
export function refuseUnusable({ apiSchema, subgraphs }: Engine): void {
  if (subgraphs.length === 0) throw invalid('It names no subgraphs; a schema alone is no supergraph.');
  const [error] = validateSchema(apiSchema);
  if (error) throw invalid(`The API schema is wrong: ${error.message}`);
}

function invalid(reason: string): CodedError {
  return new CodedError('SUPERGRAPH_INVALID', { message: `The supergraph cannot be used. ${reason}` });
}
