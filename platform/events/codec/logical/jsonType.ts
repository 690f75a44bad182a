import avro from 'avsc';

/** Our logical type `json`: any JSON value, on the wire its text. Readers that do not know the type see a string. */
export class JsonType extends avro.types.LogicalType {
  override _toValue(value: unknown): string | undefined {
    return value === null || value === undefined ? undefined : JSON.stringify(value);
  }

  override _fromValue(text: string): unknown {
    return JSON.parse(text);
  }

  override _resolve(writer: avro.Type): ((value: unknown) => unknown) | undefined {
    return writer instanceof JsonType ? (value) => value : undefined;
  }
}
