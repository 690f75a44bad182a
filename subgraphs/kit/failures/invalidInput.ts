import type { InvalidInputFailure } from './failure.ts';

/**
 * Says which argument breaks a rule.
 *
 * @param field path of the argument, e.g. `input.email`
 * @param message what is wrong and what to do
 */
export function invalidInput(field: string, message: string): InvalidInputFailure {
  return { __typename: 'InvalidInput', code: 'BAD_USER_INPUT', message, field };
}
