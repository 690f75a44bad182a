import { CodedError } from '#platform/errors/codedError.ts';

/** The coded error for a failure of Kafka; coded errors stay as they are. */
export function unavailable(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return new CodedError('EVENT_LOG_UNAVAILABLE', {
    message: `Kafka does not do its work (${reason}). The work is repeated when it does.`,
    cause: error,
  });
}

/** Work on Kafka whose failures are reported as EVENT_LOG_UNAVAILABLE. */
export async function onKafka<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unavailable(error);
  }
}
