import { CodedError } from '#platform/errors/codedError.ts';

/** Page size when the client names none. */
export const defaultPageSize = 20;
/** Largest page. */
export const maxPageSize = 100;

/**
 * Gives the size of a page from the argument `first`.
 *
 * @throws CodedError PAGE_SIZE_INVALID unless it is between 1 and 100
 */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? defaultPageSize;
  if (!Number.isInteger(size) || size < 1 || size > maxPageSize) throw new CodedError('PAGE_SIZE_INVALID');
  return size;
}
