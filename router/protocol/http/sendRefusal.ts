import type { FastifyReply, FastifyRequest } from 'fastify';
import { logOperation } from '../../edge/requestLog.ts';
import type { RequestRefused } from '../../errors/requestRefused.ts';
import { Answer } from '../../pipeline/answer.ts';
import { answerTypeFor } from './mediaType.ts';
import { refusalStatus } from './refusalStatus.ts';

/** Answers a request that was refused, in the media type that the client accepts; JSON when it accepts none. */
export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refused: RequestRefused): FastifyReply {
  const accepted = answerTypeFor(request.headers.accept);
  const type = accepted === 'application/graphql-response+json' ? accepted : 'application/json';
  logOperation(request, { failed: true });
  const status = refusalStatus(refused, type);
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(status)
    .headers(refused.headers)
    .header('content-type', `${type}; charset=utf-8`)
    .send(Answer.refusal(refused.errors, request.id).json);
}
