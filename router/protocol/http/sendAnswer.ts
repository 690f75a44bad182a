import type { FastifyReply, FastifyRequest } from 'fastify';
import { logOperation } from '../../edge/requestLog.ts';
import type { Answer } from '../../pipeline/answer.ts';
import type { AnswerType } from './mediaType.ts';
import { payloadOf } from './payloadOf.ts';

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
  if (type !== 'multipart/mixed') {
    return reply.header('content-type', `${type}; charset=utf-8`).send(payloadOf(answer));
  }
  const part = `${answer.take().toString().slice(0, -1)},"hasNext":false}`;
  return reply
    .header('content-type', 'multipart/mixed; boundary="-"')
    .send(`\r\n---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n${part}\r\n-----\r\n`);
}
