import type { NotFoundFailure } from './failure.ts';

/**
 * Says that a record does not exist for this tenant, whether it never did or belongs to another.
 *
 * @param id the identifier as the client gave it
 * @param what the kind of record, e.g. `lead`
 */
export function notFound(id: string, what: string): NotFoundFailure {
  return { __typename: 'NotFound', code: 'NOT_FOUND', message: `There is no ${what} with this identifier.`, id };
}
