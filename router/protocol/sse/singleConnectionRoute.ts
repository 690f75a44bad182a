import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Principal } from '#platform/identity/principal.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import { admitRequests } from '../http/graphqlRoute.ts';
import { requestParameters } from '../http/requestParameters.ts';
import type { TransportParts } from '../transportParts.ts';
import { SharedConnection } from './sharedConnection.ts';

/** Connections of one caller, open or reserved; callers without token are not told apart and share theirs. */
const perCallerAtMost = 20;
const withoutTokenAtMost = 1_000;
/** Milliseconds that a reservation waits for its event stream. */
const reservedFor = 30_000;

/**
 * Serves `/graphql/stream`: the single connection mode of graphql-sse, for browsers that may open only a few connections.
 * PUT reserves a connection and answers 201 with its token; GET with `Accept: text/event-stream` and the token, in
 * `X-GraphQL-Event-Stream-Token` or `?token=`, opens it, once; POST or GET with the token runs the operation
 * `extensions.operationId`, answered with 202 and by events; DELETE ends the operation `?operationId=`.
 *
 * The token is the ticket for the stream alone, since EventSource sends no headers; operations need the credentials of
 * whoever made the reservation. Anybody else is told that there is no such stream (STREAM_NOT_FOUND).
 *
 * @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#single-connection-mode
 */
export function singleConnectionRoute(server: FastifyInstance, parts: TransportParts): void {
  const onRequest = admitRequests(parts);
  const connections = new Map<string, SharedConnection>();
  const counts = new Map<string, number>();
  const url = '/graphql/stream';

  const found = (request: FastifyRequest): SharedConnection => {
    const connection = connections.get(tokenOf(request));
    if (!connection) throw RequestRefused.because('STREAM_NOT_FOUND');
    return connection;
  };
  const owned = (request: FastifyRequest): SharedConnection => {
    const connection = found(request);
    if (callerOf(connection.principal) !== callerOf(request.principal)) {
      throw RequestRefused.because('STREAM_NOT_FOUND');
    }
    return connection;
  };

  server.put(url, { onRequest }, (request, reply) => {
    const principal = request.principal;
    const caller = callerOf(principal);
    const own = counts.get(caller) ?? 0;
    if (own >= (principal ? perCallerAtMost : withoutTokenAtMost)) throw RequestRefused.because('LIMIT_STREAMS');
    counts.set(caller, own + 1);
    const token = randomUUID();
    const connection = new SharedConnection(principal, parts);
    connections.set(token, connection);
    const forget = parts.streams.add(() => connection.end());
    const unused = setTimeout(() => !connection.isOpen && connection.end(), reservedFor);
    unused.unref();
    connection.gone.signal.addEventListener('abort', () => {
      clearTimeout(unused);
      connections.delete(token);
      const left = (counts.get(caller) ?? 1) - 1;
      if (left > 0) counts.set(caller, left);
      else counts.delete(caller);
      forget();
    });
    return reply.code(201).type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(token);
  });

  server.route({
    method: ['GET', 'POST'],
    url,
    onRequest,
    async handler(request, reply) {
      if (request.headers.accept?.includes('text/event-stream')) {
        const connection = found(request);
        if (connection.isOpen) throw RequestRefused.because('STREAM_IN_USE');
        reply.hijack();
        reply.raw.writeHead(200, {
          ...(reply.getHeaders() as Record<string, string>),
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        });
        connection.open(reply.raw);
        return;
      }
      const connection = owned(request);
      const parameters = requestParameters(request);
      const operationId = parameters.extensions?.operationId;
      if (typeof operationId !== 'string' || operationId === '' || operationId.length > 200) {
        throw RequestRefused.because('BAD_REQUEST', 'Give the operation an id in "extensions.operationId".');
      }
      await connection.run(operationId, (signal) =>
        parts.run(
          parts.begin({
            transport: 'sse',
            requestId: request.id,
            headers: request.headers,
            principal: request.principal,
            parameters,
            safeMethod: request.method !== 'POST',
            signal,
          }),
        ),
      );
      return reply.code(202).send();
    },
  });

  server.delete(url, { onRequest }, (request, reply) => {
    const connection = owned(request);
    const { operationId } = request.query as Record<string, unknown>;
    if (typeof operationId !== 'string' || operationId === '') {
      throw RequestRefused.because('BAD_REQUEST', 'Name the operation in "?operationId=".');
    }
    connection.stop(operationId);
    return reply.code(200).send();
  });
}

function tokenOf(request: FastifyRequest): string {
  const { token } = request.query as Record<string, unknown>;
  return String(request.headers['x-graphql-event-stream-token'] ?? token ?? '');
}

function callerOf(principal: Principal | null): string {
  return principal ? `${principal.tenantId} ${principal.userId}` : '';
}
