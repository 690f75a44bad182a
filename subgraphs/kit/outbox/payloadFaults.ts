import type { EventContract, EventField } from '#platform/events/eventContract.ts';
import { canonicalDecimal } from '../decimal/canonicalDecimal.ts';

const digitsPattern = /^-?\d+\.\d+$/;
const utcPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z$/;

/** What a value of each GraphQL scalar is on the wire; another type (an enum) is a string. */
const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  Int: (value) => Number.isInteger(value),
  Float: (value) => Number.isFinite(value),
  Boolean: (value) => typeof value === 'boolean',
  JSON: () => true,
  Decimal: (value) => typeof value === 'string' && digitsPattern.test(value) && canonicalDecimal(value) === value,
  DateTime: (value) => typeof value === 'string' && utcPattern.test(value),
};
const isString = (value: unknown): boolean => typeof value === 'string';

/** Says where a payload does not keep to its contract: missing, unknown and mistyped fields, all at once. */
export function payloadFaults(contract: EventContract, payload: Readonly<Record<string, unknown>>): string[] {
  const known = new Set(contract.fields.map((field) => field.name));
  return [
    ...contract.fields.flatMap((field) => fieldFault(field, payload[field.name]) ?? []),
    ...Object.keys(payload).flatMap((name) => (known.has(name) ? [] : [`${name} is not part of the contract`])),
  ];
}

function fieldFault(field: EventField, value: unknown): string | undefined {
  if (value === null || value === undefined) return field.required ? `${field.name} is missing` : undefined;
  const check = CHECKS[field.type] ?? isString;
  const fits = field.list ? Array.isArray(value) && value.every(check) : check(value);
  return fits ? undefined : `${field.name} is not ${field.list ? 'a list of ' : ''}${field.type}`;
}
