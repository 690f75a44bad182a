import type { ExecutionRequest } from '../compiledOperation.ts';
import type { GatheredError } from '../errors/gatheredError.ts';
import type { MutableObject } from '../merge/mergeObjects.ts';
import { type GatherContext, Gathering } from './gathering.ts';

/**
 * Runs the steps of an operation for one request and fills `data`; see {@link Gathering}.
 *
 * @param errors receives what went wrong
 * Resolves when every step is done, one way or the other; never rejects.
 */
export function gatherData(
  context: GatherContext,
  request: ExecutionRequest,
  data: MutableObject,
  errors: GatheredError[],
): Promise<void> {
  return new Promise((resolve) => new Gathering(context, request, data, errors, () => resolve()).start());
}
