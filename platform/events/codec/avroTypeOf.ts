import avro from 'avsc';
import type { EventSchema } from './eventSchemas.ts';
import { DecimalType } from './logical/decimalType.ts';
import { JsonType } from './logical/jsonType.ts';
import { TimestampType } from './logical/timestampType.ts';

/** How values of our logical types look in payloads. */
export const logicalTypes = { decimal: DecimalType, 'timestamp-micros': TimestampType, json: JsonType };

/**
 * Compiles an Avro schema, so that its values are payloads as JSON has them.
 * @throws Error of avsc when it is no Avro schema
 */
export function avroTypeOf(schema: EventSchema): avro.Type {
  return avro.Type.forSchema(schema as unknown as avro.Schema, { logicalTypes, wrapUnions: false });
}
