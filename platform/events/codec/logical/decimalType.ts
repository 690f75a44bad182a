import avro from 'avsc';

const plain = /^(-?)(\d{1,15})\.(\d{2,4})$/;
const scale = 4;

/**
 * Avro's logical type `decimal` of scale 4: on the wire the unscaled number in two's complement, most significant byte
 * first; in payloads our `Decimal`, a text with two to four decimals and no superfluous zeros.
 * @see https://avro.apache.org/docs/1.12.0/specification/#decimal
 */
export class DecimalType extends avro.types.LogicalType {
  override _toValue(text: unknown): Buffer | undefined {
    const parts = typeof text === 'string' ? plain.exec(text) : null;
    if (!parts) return undefined;
    const unscaled = BigInt(`${parts[2]}${parts[3]!.padEnd(scale, '0')}`);
    return bytesOf(parts[1] === '-' ? -unscaled : unscaled);
  }

  override _fromValue(bytes: Buffer): string {
    const unscaled = BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex') || '0'}`));
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
    const fraction = digits.slice(-scale).replace(/0{1,2}$/, '');
    return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${fraction}`;
  }

  override _resolve(writer: avro.Type): ((value: string) => string) | undefined {
    return writer instanceof DecimalType ? (value) => value : undefined;
  }
}

/** The shortest two's complement of a number. */
function bytesOf(number: bigint): Buffer {
  let length = 1;
  while (BigInt.asIntN(length * 8, number) !== number) length += 1;
  const hex = BigInt.asUintN(length * 8, number).toString(16);
  return Buffer.from(hex.padStart(length * 2, '0'), 'hex');
}
