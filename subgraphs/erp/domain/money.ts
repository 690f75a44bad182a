import { Decimal } from 'decimal.js';

/** Digits enough that no sum or product of amounts is ever rounded. */
const Exact = Decimal.clone({ precision: 60 });

/** The largest amount that is kept: 15 digits and four places. */
export const largestAmount = '999999999999999.9999';

/** An exact amount (decimal string, at most four places) in one currency (ISO 4217). */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Amount times a whole number. */
export function times(money: Money, quantity: number): Money {
  return { amount: written(Exact.mul(money.amount, quantity)), currency: money.currency };
}

/**
 * Sum of amounts of one currency.
 *
 * @throws RangeError where the list is empty or its currencies differ
 */
export function sum(amounts: readonly Money[]): Money {
  const first = amounts[0];
  if (first === undefined) throw new RangeError('Nothing to add up');
  const total = amounts.reduce((running, { amount, currency }) => {
    if (currency !== first.currency) throw new RangeError(`Cannot add ${currency} to ${first.currency}`);
    return running.plus(amount);
  }, new Exact(0));
  return { amount: written(total), currency: first.currency };
}

/** Whether two amounts are the same money: `10.5 EUR` equals `10.5000 EUR`. */
export function equals(a: Money, b: Money): boolean {
  return a.currency === b.currency && new Decimal(a.amount).equals(b.amount);
}

/** Whether an amount is larger than any that is kept. */
export function exceedsLargest({ amount }: Money): boolean {
  return new Exact(amount).gt(largestAmount);
}

/** Amounts are written with two places, or with as many more as they need. */
function written(amount: Decimal): string {
  return amount.toFixed(Math.max(2, amount.decimalPlaces()));
}
