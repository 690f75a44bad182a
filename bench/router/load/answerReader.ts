/** One HTTP answer as the load generator needs it. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const headEnd = Buffer.from('\r\n\r\n');
const empty = Buffer.alloc(0);

/**
 * Reads the answers of one connection out of its bytes; knows `content-length` and chunked bodies (RFC 9112), nothing more.
 * Returns a function that takes the next bytes and gives an answer as soon as one is complete.
 */
export function createAnswerReader(): (bytes: Buffer) => HttpAnswer | undefined {
  let pending: Buffer[] = [];
  let size = 0;
  /** Bytes of the present answer, once its head is known and gives its length. */
  let expected = -1;

  const take = (bytes: Buffer, headLength: number, length: number, status: number): HttpAnswer => {
    pending = bytes.length > headLength + length ? [bytes.subarray(headLength + length)] : [];
    size = pending[0]?.length ?? 0;
    expected = -1;
    return { status, body: bytes.subarray(headLength, headLength + length) };
  };

  return (next) => {
    pending.push(next);
    size += next.length;
    if (expected > size) return undefined;
    const bytes = pending.length === 1 ? (pending[0] as Buffer) : Buffer.concat(pending, size);
    pending = [bytes];
    const end = bytes.indexOf(headEnd);
    if (end < 0) return undefined;
    const head = bytes.toString('latin1', 0, end).toLowerCase();
    const status = Number(head.slice(9, 12));
    const declared = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
    if (declared !== undefined) {
      expected = end + 4 + Number(declared);
      return size < expected ? undefined : take(bytes, end + 4, Number(declared), status);
    }
    const chunked = readChunks(bytes, end + 4);
    if (chunked === undefined) return undefined;
    const { body, after } = chunked;
    return { ...take(bytes, after, 0, status), body };
  };
}

function readChunks(bytes: Buffer, from: number): { body: Buffer; after: number } | undefined {
  const chunks: Buffer[] = [];
  let position = from;
  for (;;) {
    const line = bytes.indexOf('\r\n', position);
    if (line < 0) return undefined;
    const length = Number.parseInt(bytes.toString('latin1', position, line), 16);
    const after = line + 2 + length + 2;
    if (bytes.length < after) return undefined;
    if (length === 0) return { body: chunks.length === 0 ? empty : Buffer.concat(chunks), after };
    chunks.push(bytes.subarray(line + 2, line + 2 + length));
    position = after;
  }
}
