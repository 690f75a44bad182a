import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { CodedError } from '#platform/errors/codedError.ts';

const unzip = promisify(gunzip);
const unbrotli = promisify(brotliDecompress);

/**
 * Parses a subgraph's answer, after decompression where it is compressed. An HTTP error status counts only where the body is
 * no GraphQL answer, since GraphQL over HTTP sends errors with both.
 *
 * @throws CodedError SUBGRAPH_ANSWER_TOO_LARGE (decompressed), SUBGRAPH_UNAVAILABLE (status 5xx or 429) or
 *   SUBGRAPH_INVALID_ANSWER
 */
export function readAnswer(
  bytes: Buffer | undefined,
  status: number,
  encoding: string | undefined,
  maxBytes: number,
  read: (text: string) => unknown = JSON.parse,
): unknown {
  if (bytes === undefined || encoding === undefined || encoding === 'identity') return answerOf(bytes, status, read);
  return decompressed(bytes, encoding, maxBytes).then((plain) => answerOf(plain, status, read));
}

function answerOf(bytes: Buffer | undefined, status: number, read: (text: string) => unknown): unknown {
  const answer = parsed(bytes?.toString() ?? '', read);
  const isGraphQL = typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer);
  if (isGraphQL) return answer;
  throw new CodedError(status >= 500 || status === 429 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_INVALID_ANSWER', {
    cause: new Error(`HTTP status ${status}, and no GraphQL answer in the body`),
  });
}

async function decompressed(bytes: Buffer, encoding: string, maxOutputLength: number): Promise<Buffer> {
  const decompress = encoding === 'gzip' ? unzip : encoding === 'br' ? unbrotli : undefined;
  try {
    if (decompress) return await decompress(bytes, { maxOutputLength });
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new CodedError(isTooLarge ? 'SUBGRAPH_ANSWER_TOO_LARGE' : 'SUBGRAPH_INVALID_ANSWER', { cause });
  }
  throw new CodedError('SUBGRAPH_INVALID_ANSWER', {
    cause: new Error(`Content encoding ${encoding} was not asked for`),
  });
}

function parsed(text: string, read: (text: string) => unknown): unknown {
  try {
    return read(text);
  } catch {
    return undefined;
  }
}
