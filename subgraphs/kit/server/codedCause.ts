import { CodedError } from '#platform/errors/codedError.ts';

/** Gives the coded error that an error is or wraps (TypeORM wraps what its driver threw); undefined for others. */
export function codedCause(error: unknown): CodedError | undefined {
  if (error instanceof CodedError) return error;
  const wrapped = error instanceof Error ? (error as { driverError?: unknown }).driverError : undefined;
  return wrapped === undefined || wrapped === error ? undefined : codedCause(wrapped);
}
