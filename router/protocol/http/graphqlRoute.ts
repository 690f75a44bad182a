import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuseForeignOrigin } from '../../edge/allowedOrigin.ts';
import { logOperation } from '../../edge/requestLog.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import type { Answer } from '../../pipeline/answer.ts';
import type { Exchange } from '../../pipeline/exchange.ts';
import type { OperationParameters } from '../../pipeline/operationParameters.ts';
import { eventStream } from '../sse/eventStream.ts';
import type { TransportParts } from '../transportParts.ts';
import { answerBatch, batchOf, countRest } from './batch.ts';
import { type AnswerType, answerTypeFor } from './mediaType.ts';
import { refuseForeignBody } from './requestBodies.ts';
import { requestParameters } from './requestParameters.ts';
import { sendAnswer } from './sendAnswer.ts';

/**
 * Serves `/graphql` over HTTP and as server-sent events. Stages, in order: room (ROUTER_OVERLOADED), origin
 * (ORIGIN_REFUSED), media type of the body (UNSUPPORTED_MEDIA_TYPE, UPLOAD_NOT_SUPPORTED), authentication and tenant (TOKEN_INVALID, TOKEN_EXPIRED,
 * TENANT_MISMATCH), rate limit (RATE_LIMITED), before the body is read; then the media type of the answer (NOT_ACCEPTABLE), the parameters (BAD_REQUEST),
 * and the stages of every operation.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/
 */
export function graphqlRoute(server: FastifyInstance, parts: TransportParts): void {
  const onRequest = admitRequests(parts);

  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    onRequest,
    async handler(request, reply) {
      const type = answerTypeFor(request.headers.accept);
      if (!type) throw RequestRefused.because('NOT_ACCEPTABLE');
      const signal = whenClientLeaves(reply);
      const begin = (parameters: OperationParameters): Exchange =>
        parts.begin({
          transport: type === 'text/event-stream' ? 'sse' : 'http',
          requestId: request.id,
          headers: request.headers,
          principal: request.principal,
          parameters,
          safeMethod: request.method !== 'POST',
          signal,
        });
      const batch = batchOf(request.body, type === 'text/event-stream' ? 0 : parts.batchLimit);
      if (batch) {
        await countRest(batch, request.principal, request.raw, parts);
        const answer = await answerBatch(batch, request.id, async (each) => (await parts.run(begin(each))) as Answer);
        return sendAnswer(request, reply, type, answer);
      }
      return answerOne(request, reply, type, begin(requestParameters(request)), parts);
    },
  });

  server.route({
    method: ['PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    handler() {
      throw RequestRefused.because('METHOD_NOT_ALLOWED', undefined, {}, { allow: 'GET, POST' });
    },
  });
}

async function answerOne(
  request: FastifyRequest,
  reply: FastifyReply,
  type: AnswerType,
  exchange: Exchange,
  parts: TransportParts,
): Promise<FastifyReply | undefined> {
  try {
    if (exchange.transport === 'sse') {
      await eventStream(request, reply, exchange, parts);
      return undefined;
    }
    return sendAnswer(request, reply, type, (await parts.run(exchange)) as Answer);
  } finally {
    const operation = exchange.document?.operation;
    if (operation) logOperation(request, { operation: operation.name?.value, kind: operation.operation });
  }
}

/** Makes what happens to a request for the graph before its body is read, from room to rate limit. */
export function admitRequests(parts: TransportParts): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    await parts.admission.turn();
    refuseForeignOrigin(request.headers, parts.corsOrigins);
    refuseForeignBody(request);
    const principal = await parts.authentication.principalOf(request.headers);
    if (principal) {
      request.principal = principal;
      logOperation(request, { tenantId: principal.tenantId, userId: principal.userId });
    }
    await parts.rateLimits?.take(principal, request.raw);
  };
}

/** Aborted when the connection closes before the answer is complete. */
function whenClientLeaves({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
