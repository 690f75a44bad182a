import type { Check } from './firstInvalid.ts';
import { isUuid } from './isUuid.ts';

/**
 * Checks the form of an id that another domain owns, such as a user's. Whether it exists is that domain's knowledge: a
 * reference to nothing resolves to null there. An absent value is valid.
 */
export function checkReference(id: string | null | undefined): Check {
  return id === null || id === undefined || isUuid(id) ? null : 'Enter the identifier of an existing record.';
}
