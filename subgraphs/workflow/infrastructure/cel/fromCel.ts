import { Decimal } from 'decimal.js';

/**
 * Turns a CEL value into JSON: whole numbers, decimals and times find their JSON form.
 * @throws Error for a value that JSON has no form for
 */
export function fromCel(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Decimal) return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(fromCel);
  if (value instanceof Map) return fromEntries([...value]);
  if (typeof value === 'object' && !(value instanceof Uint8Array)) return fromEntries(Object.entries(value));
  throw new Error('the expression gives a value that cannot be kept');
}

function fromEntries(entries: readonly (readonly [unknown, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.map(([key, value]) => [String(key), fromCel(value)]));
}
