import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Principal } from '#platform/identity/principal.ts';
import { refusalOf } from '../errors/refusalOf.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import { jsonBody, jsonParser } from '../protocol/http/jsonBody.ts';
import { sendRefusal } from '../protocol/http/sendRefusal.ts';
import { commonHeaders } from './commonHeaders.ts';
import type { EdgeOptions } from './edgeOptions.ts';
import { edgeStages } from './edgeStages.ts';
import { timeIdleConnections } from './idleConnections.ts';
import type { Lane, LaneEdge } from './lane.ts';
import { requestIdOf } from './requestId.ts';
import { answerUnreadable } from './unreadableRequest.ts';
import { withoutSchemas } from './withoutSchemas.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent an admitted request; null for one without token. */
    principal: Principal | null;
  }
}

/**
 * Makes the HTTP server with the stages of the edge in their order. Whatever goes wrong in it, unknown routes included,
 * is answered as a coded error.
 *
 * @param laneWith makes what looks at each request before Fastify does
 */
export async function createServer(options: EdgeOptions, laneWith: (edge: LaneEdge) => Lane): Promise<FastifyInstance> {
  const { logger } = options;
  let lane: Lane = () => false;
  let isClosing = false;
  const server = Fastify({
    logger: false,
    bodyLimit: options.bodyLimit,
    genReqId: requestIdOf,
    // Idle connections of clients must not hold up the end; running requests are waited for.
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
    schemaController: withoutSchemas,
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error, request, reply) => void sendRefusal(request, reply, refusalOf(error, request.id, logger)),
    serverFactory: (handler, settings) =>
      httpServer((request, response) => {
        if (isClosing || !lane(request, response)) handler(request, response);
      }, settings),
  });
  // A form or plain text needs no preflight in browsers; JSON does.
  server.removeContentTypeParser('text/plain');
  jsonBody(server);
  server.setErrorHandler((error, request, reply) => sendRefusal(request, reply, refusalOf(error, request.id, logger)));
  server.setNotFoundHandler((request, reply) => sendRefusal(request, reply, RequestRefused.because('ROUTE_NOT_FOUND')));
  server.decorateRequest('principal', null);
  for (const stage of edgeStages) await stage.install(server, options);
  // From then on Fastify refuses what comes; what runs is answered, and its connection must not be kept for more.
  server.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done(null, payload);
  });
  lane = laneWith({
    logger,
    bodyLimit: options.bodyLimit,
    commonHeaders: await commonHeaders(options),
    parseJson: jsonParser(server),
    isClosing: () => isClosing,
    keepAlive: Math.floor(server.server.keepAliveTimeout / 1_000),
  });
  return server;
}

/** The server as Fastify would make it. */
function httpServer(listener: RequestListener, settings: object): Server {
  const { keepAliveTimeout, requestTimeout, connectionTimeout } = settings as Record<string, number>;
  const server = createHttpServer(listener);
  server.keepAliveTimeout = keepAliveTimeout ?? server.keepAliveTimeout;
  server.requestTimeout = requestTimeout ?? server.requestTimeout;
  server.setTimeout(connectionTimeout);
  timeIdleConnections(server);
  return server;
}
