import type { FastifyReply, FastifyRequest } from 'fastify';
import { logOperation } from '../../edge/requestLog.ts';
import type { Answer } from '../../pipeline/answer.ts';
import type { AnswerType } from './mediaType.ts';

/** Characters from which on encoding a text at once is cheaper than leaving it to the socket. */
const longFrom = 8_192;

/**
 * Sends an answer in the media type that was agreed on. `multipart/mixed` is for clients of incremental delivery that
 * take nothing else: they get the complete answer as its only part.
 *
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/IncrementalDelivery.md
 */
export function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  type: AnswerType,
  answer: Answer,
): FastifyReply {
  logOperation(request, { failed: answer.failed });
  const json = answer.take();
  if (type !== 'multipart/mixed') {
    // A long text is encoded once; Node would measure it, join it with the headers and encode it into three times its room.
    const payload = json.length < longFrom ? json : Buffer.from(json);
    return reply.header('content-type', `${type}; charset=utf-8`).send(payload);
  }
  const part = `${json.slice(0, -1)},"hasNext":false}`;
  return reply
    .header('content-type', 'multipart/mixed; boundary="-"')
    .send(`\r\n---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n${part}\r\n-----\r\n`);
}
