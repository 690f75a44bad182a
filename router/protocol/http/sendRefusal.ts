import type { FastifyReply, FastifyRequest } from 'fastify';
import { logOperation } from '../../edge/requestLog.ts';
import type { RequestRefused } from '../../errors/requestRefused.ts';
import { refusalAnswer } from './refusalAnswer.ts';

/** Answers a request that was refused. */
export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refused: RequestRefused): FastifyReply {
  logOperation(request, { failed: true });
  const { status, type, headers, json } = refusalAnswer(refused, request.headers.accept, request.id);
  return reply.code(status).headers(headers).header('content-type', `${type}; charset=utf-8`).send(json);
}
