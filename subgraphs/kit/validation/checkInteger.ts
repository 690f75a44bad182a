import type { Check } from './firstInvalid.ts';

/** Checks that a whole number lies between two others, both included. An absent value is valid. */
export function checkInteger(value: number | null | undefined, min: number, max: number): Check {
  if (value === null || value === undefined) return null;
  return Number.isInteger(value) && value >= min && value <= max ? null : `Enter a whole number from ${min} to ${max}.`;
}
