import { createHash } from 'node:crypto';
import type avro from 'avsc';
import { CodedError } from '#platform/errors/codedError.ts';
import { avroTypeOf } from './avroTypeOf.ts';
import type { EventSchema, EventSchemas } from './eventSchemas.ts';
import type { KnownSchema, SchemaSource } from './schemaSource.ts';

/**
 * Schemas without a registry: those of the program's own files, known by a digest of what they mean. The same schema
 * has the same id in every process and at every start.
 */
export function embeddedSchemas({ current, released }: EventSchemas): SchemaSource {
  const types = new Map<number, avro.Type>();
  const written = new Map<string, KnownSchema>();
  for (const schema of released) types.set(schemaId(schema), avroTypeOf(schema));
  for (const [topic, schema] of current) {
    const known = { id: schemaId(schema), type: avroTypeOf(schema) };
    types.set(known.id, known.type);
    written.set(topic, known);
  }
  return {
    toWrite(topic) {
      const known = written.get(topic);
      if (!known) throw new CodedError('EVENT_INVALID', { message: `There is no schema for topic ${topic}.` });
      return known;
    },
    byId: (id) => types.get(id),
  };
}

/** 31 bits of a digest over names and types; descriptions and versions that change nothing else keep the id. */
export function schemaId({ name, namespace, fields }: EventSchema): number {
  const facts = fields.map((field) => [field.name, field.type]);
  const digest = createHash('sha256')
    .update(JSON.stringify([namespace, name, facts]))
    .digest();
  return digest.readUInt32BE(0) & 0x7fffffff;
}
