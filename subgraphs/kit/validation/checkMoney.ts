import { checkDecimal } from './checkDecimal.ts';
import type { Check } from './firstInvalid.ts';

/**
 * Checks an amount and its currency: nothing below zero, four decimals at most, three capital letters (ISO 4217).
 *
 * @param path of the argument, e.g. `input.value`
 * @returns the checks of its two fields, for `firstInvalid`
 */
export function checkMoney(
  path: string,
  money: { readonly amount: string; readonly currency: string },
): Record<string, Check> {
  return {
    [`${path}.amount`]: checkDecimal(money.amount, { min: '0' }),
    [`${path}.currency`]: /^[A-Z]{3}$/.test(money.currency) ? null : 'Enter an ISO 4217 code such as EUR.',
  };
}
