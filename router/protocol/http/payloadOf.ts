import type { Answer } from '../../pipeline/answer.ts';

/** Characters from which on encoding a text at once is cheaper than leaving it to the socket. */
const longFrom = 8_192;

/**
 * What is sent of an answer; the answer forgets it. A long text is encoded once; Node would measure it, join it with the
 * headers and encode it into three times its room.
 */
export function payloadOf(answer: Answer): string | Buffer {
  const body = answer.take();
  return typeof body === 'string' && body.length >= longFrom ? Buffer.from(body) : body;
}
