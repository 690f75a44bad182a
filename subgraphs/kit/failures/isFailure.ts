import type { Failure } from './failure.ts';

const names: ReadonlySet<unknown> = new Set<Failure['__typename']>(['NotFound', 'InvalidInput', 'Conflict']);

/** Whether a result is one of the expected failures. */
export function isFailure(result: unknown): result is Failure {
  return typeof result === 'object' && result !== null && names.has((result as { __typename?: unknown }).__typename);
}
