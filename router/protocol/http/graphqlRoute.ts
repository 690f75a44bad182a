import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '#platform/identity/principal.ts';
import { refuseForeignOrigin } from '../../edge/allowedOrigin.ts';
import { logOperation } from '../../edge/requestLog.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import type { Answer } from '../../pipeline/answer.ts';
import { eventStream } from '../sse/eventStream.ts';
import type { TransportParts } from '../transportParts.ts';
import { answerTypeFor } from './mediaType.ts';
import { requestParameters } from './requestParameters.ts';

const charset = /;\s*charset\s*=\s*"?(?!utf-?8\b)/i;

/**
 * Serves `/graphql` over HTTP and as server-sent events. Stages, in order: origin (ORIGIN_REFUSED), authentication and
 * tenant (TOKEN_INVALID, TOKEN_EXPIRED, TENANT_MISMATCH), before the body is read; then the media types
 * (NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE), the parameters (BAD_REQUEST), and the stages of every operation.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/
 */
export function graphqlRoute(server: FastifyInstance, parts: TransportParts): void {
  const principals = new WeakMap<FastifyRequest, Principal>();

  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    async onRequest(request) {
      refuseForeignOrigin(request.headers, parts.corsOrigins);
      const principal = await parts.authentication.principalOf(request.headers);
      if (!principal) return;
      principals.set(request, principal);
      logOperation(request, { tenantId: principal.tenantId, userId: principal.userId });
    },
    async handler(request, reply) {
      const type = answerTypeFor(request.headers.accept);
      if (!type) throw RequestRefused.because('NOT_ACCEPTABLE');
      if (charset.test(request.headers['content-type'] ?? '')) throw RequestRefused.because('UNSUPPORTED_MEDIA_TYPE');
      const exchange = parts.begin({
        transport: type === 'text/event-stream' ? 'sse' : 'http',
        requestId: request.id,
        headers: request.headers,
        principal: principals.get(request) ?? null,
        parameters: requestParameters(request),
        safeMethod: request.method !== 'POST',
        signal: whenClientLeaves(reply),
      });
      try {
        if (exchange.transport === 'sse') return await eventStream(request, reply, exchange, parts);
        const { json, failed } = (await parts.run(exchange)) as Answer;
        logOperation(request, { failed });
        return reply.header('content-type', `${type}; charset=utf-8`).send(json);
      } finally {
        const operation = exchange.document?.operation;
        if (operation) logOperation(request, { operation: operation.name?.value, kind: operation.operation });
      }
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

/** Aborted when the connection closes before the answer is complete. */
function whenClientLeaves({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
