import { CodedError } from '#platform/errors/codedError.ts';

/** What a failed request to a registry means: a refusal of the schema, or a registry that is away. */
export function registryFailure(error: unknown, what: string): CodedError {
  if (error instanceof CodedError) return error;
  const { status, message } = error as { status?: number; message?: string };
  if (status === 409 || status === 422) {
    return new CodedError('SCHEMA_INCOMPATIBLE', { message: `The registry refuses ${what}: ${message}`, cause: error });
  }
  return new CodedError('SCHEMA_REGISTRY_UNAVAILABLE', { cause: error });
}
