const magic = 0;
const head = 5;

/**
 * Puts a body into Confluent's wire format: a zero, the schema's id in four bytes, most significant first, the body.
 * @see https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
 */
export function toWire(schemaId: number, body: Buffer): Buffer {
  const value = Buffer.allocUnsafe(head + body.length);
  value[0] = magic;
  value.writeUInt32BE(schemaId, 1);
  body.copy(value, head);
  return value;
}

/** Takes a value of that format apart; nothing when it is not of that format. */
export function fromWire(value: Buffer): { schemaId: number; body: Buffer } | undefined {
  if (value.length < head || value[0] !== magic) return undefined;
  return { schemaId: value.readUInt32BE(1), body: value.subarray(head) };
}
