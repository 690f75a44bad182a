import type { PositionVector } from '#platform/event-log/eventLog.ts';

const topicsAtMost = 64;
const partitionsAtMost = 10_000;
const nameAtMost = 255;

/**
 * Writes a vector in few bytes: per topic its name, then partition and offset of each partition, numbers as LEB128
 * (seven bits per byte, lowest first). Names and numbers stand in order, so that equal vectors give equal bytes.
 */
export function positionBytes(vector: PositionVector): Buffer {
  const out: number[] = [];
  const topics = Object.keys(vector).sort();
  writeNumber(out, topics.length);
  for (const topic of topics) {
    const name = Buffer.from(topic);
    writeNumber(out, name.length);
    out.push(...name);
    const partitions = Object.entries(vector[topic]!).sort(([a], [b]) => Number(a) - Number(b));
    writeNumber(out, partitions.length);
    for (const [partition, offset] of partitions) {
      writeNumber(out, Number(partition));
      writeNumber(out, Number(offset));
    }
  }
  return Buffer.from(out);
}

/** Reads what {@link positionBytes} wrote. @throws RangeError when the bytes are anything else */
export function positionOfBytes(bytes: Buffer): PositionVector {
  const reader = { bytes, at: 0 };
  const vector: PositionVector = {};
  const topics = readCount(reader, topicsAtMost);
  for (let topic = 0; topic < topics; topic++) {
    const length = readCount(reader, nameAtMost);
    const name = bytes.toString('utf8', reader.at, reader.at + length);
    reader.at += length;
    const count = readCount(reader, partitionsAtMost);
    const offsets: Record<string, string> = {};
    for (let each = 0; each < count; each++) offsets[String(readNumber(reader))] = String(readNumber(reader));
    vector[name] = offsets;
  }
  if (reader.at !== bytes.length) throw new RangeError('bytes are left over or missing');
  return vector;
}

/** Of offsets up to 2^53, as the logs give them; no bit operation, since those end at 32 bits. */
function writeNumber(out: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) + 128);
  out.push(rest);
}

function readNumber(reader: { readonly bytes: Buffer; at: number }): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) throw new RangeError('the bytes end too early');
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return value;
  }
  throw new RangeError('a number is too long');
}

function readCount(reader: { readonly bytes: Buffer; at: number }, most: number): number {
  const count = Number(readNumber(reader));
  if (count > most) throw new RangeError('a count is too high');
  return count;
}
