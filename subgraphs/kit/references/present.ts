import { CodedError } from '#platform/errors/codedError.ts';

/**
 * What a foreign key of the same store points to: it is there, or the store is damaged.
 *
 * @throws CodedError INTERNAL_ERROR where it is not
 */
export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new CodedError('INTERNAL_ERROR');
  return value;
}
