import type avro from 'avsc';
import { CodedError } from '#platform/errors/codedError.ts';
import { embeddedSchemas } from './embeddedSchemas.ts';
import type { EventSchemas } from './eventSchemas.ts';
import { registrySchemas } from './registrySchemas.ts';
import type { KnownSchema } from './schemaSource.ts';
import { fromWire, toWire } from './wireFormat.ts';

/** Payloads of events as bytes. */
export interface EventCodec {
  /** @throws CodedError EVENT_INVALID, SCHEMA_REGISTRY_UNAVAILABLE, SCHEMA_INCOMPATIBLE */
  encode(topic: string, payload: Readonly<Record<string, unknown>>): Promise<Buffer>;
  /**
   * Gives the payload as the topic's present contract has it, whichever version wrote it.
   * @throws CodedError EVENT_INVALID when these bytes will never be an event of the topic; SCHEMA_REGISTRY_UNAVAILABLE
   */
  decode(topic: string, value: Buffer): Promise<Record<string, unknown>>;
  /**
   * Makes every schema known to the registry, so that a contract that it refuses stops a start and not an event.
   * @throws CodedError SCHEMA_REGISTRY_UNAVAILABLE, SCHEMA_INCOMPATIBLE
   */
  prepare(): Promise<void>;
}

/** What a codec works with. */
export interface EventCodecOptions {
  readonly schemas: EventSchemas;
  /** A registry with Confluent's interface. Without it ids come from the schemas themselves. */
  readonly registryUrl?: string | undefined;
}

/** Resolvers are kept for this many pairs of writing and reading schema. */
const keptResolvers = 1_000;

/** Makes the codec of payloads in Avro, in Confluent's wire format. */
export function createEventCodec({ schemas, registryUrl }: EventCodecOptions): EventCodec {
  const source = registryUrl
    ? registrySchemas({ url: registryUrl, schemas: schemas.current })
    : embeddedSchemas(schemas);
  const resolvers = new Map<string, avro.Resolver>();

  async function resolverOf(topic: string, reader: KnownSchema, writerId: number): Promise<avro.Resolver> {
    const key = `${writerId} ${topic}`;
    const known = resolvers.get(key);
    if (known) return known;
    const writer = await source.byId(writerId);
    if (!writer) throw invalid(topic, `is of schema ${writerId}, which nobody knows`);
    const resolver = attempt(topic, `is of schema ${writerId}, which is not one of it`, () =>
      reader.type.createResolver(writer),
    );
    if (resolvers.size >= keptResolvers) resolvers.clear();
    resolvers.set(key, resolver);
    return resolver;
  }

  return {
    async encode(topic, payload) {
      const { id, type } = await source.toWrite(topic);
      const faults: string[] = [];
      if (!type.isValid(payload, { errorHook: (path) => faults.push(path.join('.')) }))
        throw invalid(topic, `does not fit its schema in ${faults.join(', ')}`);
      return toWire(id, type.toBuffer(payload));
    },
    async decode(topic, value) {
      const parts = fromWire(value);
      if (!parts) throw invalid(topic, 'is not in the wire format');
      const reader = await source.toWrite(topic);
      const resolver = parts.schemaId === reader.id ? undefined : await resolverOf(topic, reader, parts.schemaId);
      const payload: unknown = attempt(topic, 'is damaged', () => reader.type.fromBuffer(parts.body, resolver));
      return { ...(payload as Record<string, unknown>) };
    },
    async prepare() {
      for (const topic of schemas.current.keys()) await source.toWrite(topic);
    },
  };
}

function attempt<R>(topic: string, fault: string, work: () => R): R {
  try {
    return work();
  } catch (cause) {
    throw invalid(topic, fault, cause);
  }
}

/** Says nothing of values. */
function invalid(topic: string, fault: string, cause?: unknown): CodedError {
  return new CodedError('EVENT_INVALID', { message: `An event of ${topic} ${fault}.`, cause });
}
