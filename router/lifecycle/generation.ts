import type { GraphQLSchema } from 'graphql';
import { validateSchema } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Operations } from '../createOperations.ts';
import type { Engine } from '../execute/engine.ts';

/** Everything that serves one supergraph. */
export interface Generation {
  readonly engine: Engine;
  readonly operations: Operations;
  readonly checksum: string;
}

/**
 * Makes sure that clients can be served with a schema.
 * @throws CodedError SUPERGRAPH_INVALID
 */
export function refuseUnusable(schema: GraphQLSchema): void {
  const [error] = validateSchema(schema);
  if (error) throw new CodedError('SUPERGRAPH_INVALID', { message: `The API schema cannot be used: ${error.message}` });
}
