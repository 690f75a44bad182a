/** Truth of a value as XPath 1.0 (§4.3, `boolean`) sees it; a data object without a value is an empty node-set. */
export function xpathTrue(value: unknown): boolean {
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value);
  if (typeof value === 'bigint') return value !== 0n;
  return value !== null && value !== undefined && value !== false && value !== '';
}

/** A value as a number as XPath 1.0 (§4.4, `number`) sees it; NaN where it is none. */
export function xpathNumber(value: unknown): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

/** `=` of XPath 1.0 (§3.4): as booleans if one is boolean, else as numbers if one is a number, else as strings. */
export function xpathEquals(left: unknown, right: unknown): boolean {
  if (left === null || right === null || left === undefined || right === undefined) return false;
  if (typeof left === 'boolean' || typeof right === 'boolean') return xpathTrue(left) === xpathTrue(right);
  const numeric = [left, right].some((value) => typeof value === 'number' || typeof value === 'bigint');
  return numeric ? xpathNumber(left) === xpathNumber(right) : String(left) === String(right);
}
