import { Decimal } from 'decimal.js';
import type { Check } from './firstInvalid.ts';

/** Between which numbers a value may lie, and with how many decimals. */
export interface DecimalLimits {
  /** Smallest value; none unless given. */
  readonly min?: string;
  /** Whether the smallest value itself is refused. */
  readonly exclusive?: boolean;
  readonly max?: string;
  /** Most digits behind the point; 4 unless given, as `NUMERIC(19,4)` keeps. */
  readonly decimals?: number;
}

const shape = /^-?\d{1,15}(\.\d{1,4})?$/;

/** Checks an exact number given as text. An absent value is valid. */
export function checkDecimal(text: string | null | undefined, limits: DecimalLimits = {}): Check {
  if (text === null || text === undefined) return null;
  if (!shape.test(text)) return 'Enter a number of up to 15 digits and 4 decimals, e.g. 1234.50.';
  const value = new Decimal(text);
  const { min, exclusive = false, max, decimals = 4 } = limits;
  if (value.decimalPlaces() > decimals) return `Enter at most ${decimals} decimals.`;
  if (min !== undefined && (exclusive ? value.lte(min) : value.lt(min))) {
    return exclusive ? `Enter a number above ${min}.` : `Enter at least ${min}.`;
  }
  return max !== undefined && value.gt(max) ? `Enter at most ${max}.` : null;
}
