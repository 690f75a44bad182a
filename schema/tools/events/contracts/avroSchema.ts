import type { EventDeclaration, EventField } from '../readEvents.ts';

/** An Avro schema as JSON: a name, a list of alternatives, or an object with attributes. */
export type AvroSchema = string | readonly AvroSchema[] | { readonly [attribute: string]: unknown };

/** What an Avro schema is made of: all of a declaration but its place in SDL. */
export type AvroSource = Pick<EventDeclaration, 'domain' | 'type' | 'topic' | 'version' | 'description'> & {
  readonly fields: readonly Omit<EventField, 'node'>[];
};

/** Amounts have up to 15 digits before the point and 4 after it, as the SDL of `Decimal` says. */
const decimal = { type: 'bytes', logicalType: 'decimal', precision: 19, scale: 4 };

const scalars: Readonly<Record<string, AvroSchema>> = {
  ID: 'string',
  String: 'string',
  Int: 'int',
  Float: 'double',
  Boolean: 'boolean',
  DateTime: { type: 'long', logicalType: 'timestamp-micros' },
  Decimal: decimal,
  // Avro has no type for any value: the text of the JSON value travels. The name is ours; others read a string.
  JSON: { type: 'string', logicalType: 'json' },
};

/**
 * The Avro schema of an event's payload. Optional fields are a union with null and default to it, so that a reader of a
 * newer version can read what was written before the field came. Attributes that Avro does not know (`topic`,
 * `version`, `pii`) are kept by registries and ignored by readers.
 * @see https://avro.apache.org/docs/1.12.0/specification/
 */
export function avroSchema(event: AvroSource): AvroSchema {
  return {
    type: 'record',
    name: event.type,
    namespace: `inopsio.events.${event.domain}`,
    ...documented(event.description),
    topic: event.topic,
    version: event.version,
    fields: event.fields.map((field) => ({
      name: field.name,
      ...documented(field.description),
      type: field.required ? typeOf(field) : ['null', typeOf(field)],
      ...(field.required ? {} : { default: null }),
      ...(field.pii ? { pii: true } : {}),
    })),
  };
}

function typeOf({ type, list }: Pick<EventField, 'type' | 'list'>): AvroSchema {
  const scalar = scalars[type] ?? 'string';
  return list ? { type: 'array', items: scalar } : scalar;
}

function documented(description: string): { doc?: string } {
  return description === '' ? {} : { doc: description.replace(/\s+/g, ' ') };
}
