import Fastify, { type FastifyInstance } from 'fastify';
import { fastifyRefusal } from '../errors/fastifyRefusal.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import { jsonBody } from '../protocol/http/jsonBody.ts';
import { sendRefusal } from '../protocol/http/sendRefusal.ts';
import type { EdgeOptions } from './edgeOptions.ts';
import { edgeStages } from './edgeStages.ts';
import { requestIdOf } from './requestId.ts';
import { answerUnreadable } from './unreadableRequest.ts';

/**
 * Makes the HTTP server with the stages of the edge in their order. Whatever goes wrong in it, unknown routes included,
 * is answered as a coded error.
 */
export async function createServer(options: EdgeOptions): Promise<FastifyInstance> {
  const server = Fastify({
    logger: false,
    bodyLimit: options.bodyLimit,
    genReqId: requestIdOf,
    // Idle connections of clients must not hold up the end; running requests are waited for.
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error, request, reply) => void sendRefusal(request, reply, fastifyRefusal(error)),
  });
  // A form or plain text needs no preflight in browsers; JSON does.
  server.removeContentTypeParser('text/plain');
  jsonBody(server);
  server.setErrorHandler((error, request, reply) => {
    const refused = fastifyRefusal(error);
    if (refused.code === 'INTERNAL_ERROR')
      options.logger.error({ err: error, requestId: request.id }, 'request failed');
    return sendRefusal(request, reply, refused);
  });
  server.setNotFoundHandler((request, reply) => sendRefusal(request, reply, RequestRefused.because('ROUTE_NOT_FOUND')));
  for (const stage of edgeStages) await stage.install(server, options);
  return server;
}
