import { catalogue, type ErrorCode } from '#platform/errors/catalogue.ts';
import type { ConflictFailure } from './failure.ts';

/**
 * Says that the record's state does not allow the change.
 *
 * @param code of the catalogue, e.g. `DEAL_CLOSED`
 * @param message for this very case; the catalogue's unless given
 */
export function conflict(code: ErrorCode, message: string = catalogue[code].message): ConflictFailure {
  return { __typename: 'Conflict', code, message };
}
