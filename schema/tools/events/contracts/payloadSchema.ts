import type { EventDeclaration, EventField } from '../readEvents.ts';

/** A JSON Schema as JSON. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** How a personal value travels: the key that encrypts it, then nonce, tag and ciphertext (docs/security/pii.md). */
const encrypted = '^enc:v1:[0-9a-f-]{36}:[A-Za-z0-9_-]{38,}$';

/** Values of each scalar on the wire. The keywords mean the same in drafts 07 (AsyncAPI) and 2020-12. */
const scalars: Readonly<Record<string, JsonSchema>> = {
  ID: { type: 'string', minLength: 1 },
  String: { type: 'string' },
  Int: { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  DateTime: {
    type: 'string',
    format: 'date-time',
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3,6}Z$',
  },
  Decimal: { type: 'string', pattern: '^-?\\d{1,15}\\.\\d{2,4}$' },
  JSON: {},
};

/**
 * JSON Schema of an event's payload as it lies in the log: personal data encrypted. It lets through fields that it does
 * not know, since a newer version may add some.
 */
export function payloadSchema(event: Pick<EventDeclaration, 'type' | 'description' | 'fields'>): JsonSchema {
  return {
    title: event.type,
    ...documented(event.description),
    type: 'object',
    properties: Object.fromEntries(event.fields.map((field) => [field.name, fieldSchema(field)])),
    required: event.fields.filter(({ required }) => required).map(({ name }) => name),
  };
}

function fieldSchema(field: EventField): JsonSchema {
  const scalar = field.pii ? { type: 'string', pattern: encrypted } : (scalars[field.type] ?? { type: 'string' });
  const value = field.list ? { type: 'array', items: scalar } : scalar;
  return {
    ...documented(field.description),
    ...value,
    ...(field.required || value.type === undefined ? {} : { type: [value.type, 'null'] }),
    ...(field.pii ? { 'x-pii': true } : {}),
  };
}

/** A description in one line, where there is one. */
export function documented(description: string): { description?: string } {
  return description === '' ? {} : { description: description.replace(/\s+/g, ' ') };
}
