import type avro from 'avsc';

/** A schema with what it is known by on the wire. */
export interface KnownSchema {
  readonly id: number;
  readonly type: avro.Type;
}

/** Where the ids of schemas come from. */
export interface SchemaSource {
  /** The schema that this program writes to the topic. */
  toWrite(topic: string): KnownSchema | Promise<KnownSchema>;
  /** The schema of that id; nothing when there is none. */
  byId(id: number): avro.Type | undefined | Promise<avro.Type | undefined>;
}
