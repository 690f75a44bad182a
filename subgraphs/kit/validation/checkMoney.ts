import { checkDecimal } from './checkDecimal.ts';
import type { Check } from './firstInvalid.ts';

/** Codes of ISO 4217 that the runtime's locale data knows. */
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/**
 * Checks an amount and its currency: nothing below zero, four decimals at most, a code of ISO 4217.
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
    [`${path}.currency`]: currencies.has(money.currency) ? null : 'Enter an ISO 4217 code such as EUR.',
  };
}
