import { CodedError } from '#platform/errors/codedError.ts';
import { noStore } from './deferredEvents.ts';

/** How the failure of an effect is met. */
export type Failure =
  /** Database or keys are away: nothing can be noted, or nothing read; the log or the next round brings the event again. */
  | { readonly kind: 'away' }
  /** The tenant has no usable store here yet: the event waits, and that is no fault of its own. */
  | { readonly kind: 'early'; readonly reason: string }
  /** The consumer failed: the event is tried again a few times. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Tells what a failure of an effect means. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof CodedError)) return { kind: 'failed', reason: String((error as Error)?.message ?? error) };
  switch (error.code) {
    case 'STORE_UNAVAILABLE':
    case 'COMMIT_UNKNOWN':
    case 'PERSONAL_DATA_KEYS_UNAVAILABLE':
      return { kind: 'away' };
    case noStore:
      return { kind: 'early', reason: noStore };
    case 'MIGRATION_FAILED':
      return { kind: 'early', reason: `${error.code}: ${error.message}` };
    default:
      return { kind: 'failed', reason: `${error.code}: ${error.message}` };
  }
}
