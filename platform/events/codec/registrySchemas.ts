import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import avro from 'avsc';
import { CodedError } from '#platform/errors/codedError.ts';
import { avroTypeOf, logicalTypes } from './avroTypeOf.ts';
import type { EventSchema } from './eventSchemas.ts';
import { incompatibilities } from './incompatibilities.ts';
import { registryFailure } from './registryFailure.ts';
import type { KnownSchema, SchemaSource } from './schemaSource.ts';

/** A schema registry with Confluent's interface. */
export interface RegistryOptions {
  /** E.g. `http://registry:8080/apis/ccompat/v7`; may carry a user and a password. */
  readonly url: string;
  /** What this program writes, by topic. */
  readonly schemas: ReadonlyMap<string, EventSchema>;
}

/**
 * Schemas with ids of a registry. The schema of a topic is registered as `<topic>-value` when it is needed first, after
 * the registry was asked whether readers of it can read what was written before (BACKWARD). What is known is kept; ids
 * never change their meaning.
 *
 * Its functions throw CodedError SCHEMA_REGISTRY_UNAVAILABLE, SCHEMA_INCOMPATIBLE, EVENT_INVALID (no such topic).
 */
export function registrySchemas({ url, schemas }: RegistryOptions): SchemaSource {
  const { host, auth } = partsOf(url);
  const registry = new SchemaRegistry(
    { host, ...(auth && { auth }), retry: { retries: 2, maxRetryTimeInSecs: 2 } },
    { [SchemaType.AVRO]: { logicalTypes, wrapUnions: false } },
  );
  const written = new Map<string, Promise<KnownSchema>>();
  const types = new Map<number, Promise<avro.Type | undefined>>();

  async function register(topic: string): Promise<KnownSchema> {
    const schema = schemas.get(topic);
    if (!schema) throw new CodedError('EVENT_INVALID', { message: `There is no schema for topic ${topic}.` });
    const subject = `${topic}-value`;
    try {
      const faults = await incompatibilities({ host, auth, subject, schema });
      if (faults) throw new CodedError('SCHEMA_INCOMPATIBLE', { message: `The schema of ${topic} ${faults}.` });
      const text = JSON.stringify(schema);
      const options = { subject, compatibility: COMPATIBILITY.BACKWARD };
      const { id } = await registry.register({ type: SchemaType.AVRO, schema: text }, options);
      return { id, type: avroTypeOf(schema) };
    } catch (error) {
      throw registryFailure(error, subject);
    }
  }

  async function fetchType(id: number): Promise<avro.Type | undefined> {
    try {
      const found: unknown = await registry.getSchema(id);
      return avro.Type.isType(found) ? (found as avro.Type) : undefined;
    } catch (error) {
      if ((error as { status?: unknown }).status === 404) return undefined;
      throw registryFailure(error, `schema ${id}`);
    }
  }

  return {
    toWrite: (topic) => once(written, topic, () => register(topic)),
    byId: (id) => once(types, id, () => fetchType(id)),
  };
}

/** One request per key, shared by all who ask meanwhile. What failed or was not found is asked for again. */
function once<K, V>(kept: Map<K, Promise<V>>, key: K, ask: () => Promise<V>): Promise<V> {
  const known = kept.get(key);
  if (known) return known;
  const asked = ask();
  kept.set(key, asked);
  const forget = () => void kept.delete(key);
  asked.then((value) => value === undefined && forget(), forget);
  return asked;
}

function partsOf(url: string): { host: string; auth: { username: string; password: string } | undefined } {
  const parsed = new URL(url);
  const { username, password } = parsed;
  parsed.username = '';
  parsed.password = '';
  return {
    host: parsed.href.replace(/\/$/, ''),
    auth: username ? { username: decodeURIComponent(username), password: decodeURIComponent(password) } : undefined,
  };
}
