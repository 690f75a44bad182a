import { Decimal } from 'decimal.js';

/** An exact amount (decimal string, at most four places) in one currency (ISO 4217). */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Amount times a whole number. */
export function times(money: Money, quantity: number): Money {
  return { amount: new Decimal(money.amount).times(quantity).toFixed(), currency: money.currency };
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
  }, new Decimal(0));
  return { amount: total.toFixed(), currency: first.currency };
}

/** Whether two amounts are the same money: `10.5 EUR` equals `10.5000 EUR`. */
export function equals(a: Money, b: Money): boolean {
  return a.currency === b.currency && new Decimal(a.amount).equals(b.amount);
}
