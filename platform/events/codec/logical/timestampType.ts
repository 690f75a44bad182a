import avro from 'avsc';

const utc = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{3,6})Z$/;

/**
 * Avro's logical type `timestamp-micros`: on the wire microseconds since 1970, in payloads our `DateTime`, RFC 3339 in
 * UTC with three decimals, or with six where there are microseconds.
 * @see https://avro.apache.org/docs/1.12.0/specification/#timestamps
 */
export class TimestampType extends avro.types.LogicalType {
  override _toValue(text: unknown): number | undefined {
    const parts = typeof text === 'string' ? utc.exec(text) : null;
    const seconds = parts ? Date.parse(`${parts[1]}Z`) / 1_000 : Number.NaN;
    if (!parts || Number.isNaN(seconds)) return undefined;
    const micros = seconds * 1_000_000 + Number(parts[2]!.padEnd(6, '0'));
    return Number.isSafeInteger(micros) ? micros : undefined;
  }

  override _fromValue(micros: number): string {
    const text = new Date(Math.floor(micros / 1_000)).toISOString();
    const rest = ((micros % 1_000) + 1_000) % 1_000;
    return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
  }

  override _resolve(writer: avro.Type): ((value: string) => string) | undefined {
    return writer instanceof TimestampType ? (value) => value : undefined;
  }
}
