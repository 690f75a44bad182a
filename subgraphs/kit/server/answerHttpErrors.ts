import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ErrorCode } from '#platform/errors/catalogue.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { toClientError } from './toClientError.ts';
import { traceOf } from './traceOf.ts';

/** Fastify's own refusals → codes of the catalogue. */
const codeOfRefusal: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
};

/** Has the app answer every failure outside of GraphQL's execution as `{ errors: [coded error] }`. */
export function answerHttpErrors(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const coded = codedRefusal(error);
    const trace = traceOf(request);
    return answer(reply, coded, toClientError(coded, { trace, logger: logger.child({ ...trace }) }));
  });
  app.setNotFoundHandler((_request, reply) => {
    const coded = new CodedError('ROUTE_NOT_FOUND', { message: 'A subgraph answers POST /graphql and /health/*.' });
    return answer(reply, coded, { message: coded.message, extensions: coded.extensions });
  });
}

function codedRefusal(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code && codeOfRefusal[code]) return new CodedError(codeOfRefusal[code], { cause: error });
  const ofClient = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  return new CodedError(ofClient ? 'BAD_REQUEST' : 'INTERNAL_ERROR', { cause: error });
}

function answer(reply: FastifyReply, { entry }: CodedError, error: object): FastifyReply {
  return reply
    .code(entry.status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [error] }));
}
