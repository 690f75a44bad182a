/** A frame of a client: masked, as the protocol demands, with a mask of zeros, which leaves the text as it is. */
export function maskedFrame(text: string, opcode = 1): Buffer {
  const body = Buffer.from(text);
  const { length } = body;
  const header =
    length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | length])
      : Buffer.from([0x80 | opcode, 0xfe, length >> 8, length & 255]);
  return Buffer.concat([header, Buffer.alloc(4), body]);
}
