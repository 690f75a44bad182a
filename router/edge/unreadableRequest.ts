import type { Socket } from 'node:net';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import { Answer } from '../pipeline/answer.ts';

const statusLines: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/**
 * Answers what is not HTTP, or has too long a head, or does not come to its end in time (BAD_REQUEST), and closes the
 * connection: nothing on it can be told apart any more.
 */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refused = RequestRefused.because('BAD_REQUEST', 'The request is not HTTP that can be read.');
  const { json } = Answer.refusal(refused.errors, uuidv7());
  const head = [
    `HTTP/1.1 ${statusLines[error.code ?? ''] ?? '400 Bad Request'}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(json)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${json}`);
}
