import { CodedError } from '#platform/errors/codedError.ts';

/** The coded error for a failure of the log's database; coded errors stay as they are. */
export function unavailable(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return new CodedError('EVENT_LOG_UNAVAILABLE', {
    message: `The event log's database does not do its work (${reason}). The work is repeated when it does.`,
    cause: error,
  });
}
