import { CodedError } from '#platform/errors/codedError.ts';

/**
 * Waits for work at most so long. The work itself is not ended by it.
 * @throws CodedError EVENT_LOG_UNAVAILABLE when the time is over
 */
export async function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(
      new CodedError('EVENT_LOG_UNAVAILABLE', {
        message: `Kafka did not answer within ${milliseconds / 1_000} s. The work is repeated when it does.`,
      }),
    );
  }, milliseconds);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
