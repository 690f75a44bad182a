import type { InvalidInputFailure } from '../failures/failure.ts';
import { invalidInput } from '../failures/invalidInput.ts';

/** A check of one value: the reason against it, or null. */
export type Check = string | null;

/**
 * Gives the first failure among checked arguments, or null when all are valid.
 *
 * @param checks path of each argument → its check, e.g. `{ 'input.email': checkEmail(input.email) }`
 */
export function firstInvalid(checks: Readonly<Record<string, Check>>): InvalidInputFailure | null {
  for (const [field, reason] of Object.entries(checks)) {
    if (reason !== null) return invalidInput(field, reason);
  }
  return null;
}
