import { projectRoot } from '#platform/config/projectRoot.ts';
import { createEventCodec, type EventCodecOptions } from '#platform/events/codec/createEventCodec.ts';
import { readEventSchemas } from '#platform/events/codec/eventSchemas.ts';
import { jsonCodec } from './jsonCodec.ts';
import type { ValueCodec } from './valueCodec.ts';

/** How payloads are to be written. */
export interface ValueCodecOptions {
  readonly encoding: 'json' | 'avro';
  readonly registryUrl?: string | undefined;
  /** Schemas of the events; the project's unless given. */
  readonly schemas?: EventCodecOptions['schemas'];
}

/**
 * Opens the codec of record values. It writes in one encoding and reads both, which differ in their first byte, so that
 * the encoding can be changed while old records are still in the log. Topics without a contract are always JSON.
 *
 * @throws CodedError SCHEMA_REGISTRY_UNAVAILABLE, SCHEMA_INCOMPATIBLE when the contracts cannot be registered now
 */
export async function openValueCodec(options: ValueCodecOptions): Promise<ValueCodec> {
  const { encoding, registryUrl, schemas = readEventSchemas(projectRoot) } = options;
  const avro = createEventCodec({ schemas, registryUrl });
  if (encoding === 'avro') await avro.prepare();
  return {
    encodeValue: (topic, payload) =>
      encoding === 'avro' && schemas.current.has(topic)
        ? avro.encode(topic, payload)
        : jsonCodec.encodeValue(topic, payload),
    decodeValue: (topic, value) => (value[0] === 0 ? avro.decode(topic, value) : jsonCodec.decodeValue(topic, value)),
  };
}
