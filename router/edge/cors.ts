import fastifyCors from '@fastify/cors';
import type { EdgeStage } from './edgeStage.ts';

/**
 * Takes the Origin header; gives listed origins the headers by which browsers let their pages read answers. Credentials
 * are never allowed: the router knows no cookies. Others get no such headers, which is the browser's refusal;
 * `allowedOrigin` refuses their operations as well.
 */
export const cors: EdgeStage = {
  name: 'cors',
  async install(server, { corsOrigins }) {
    await server.register(fastifyCors, {
      origin: corsOrigins.length > 0 ? [...corsOrigins] : false,
      methods: ['GET', 'POST', 'PUT', 'DELETE'],
      allowedHeaders: [
        'content-type',
        'authorization',
        'x-tenant-id',
        'x-request-id',
        'traceparent',
        'last-event-id',
        'x-graphql-event-stream-token',
      ],
      exposedHeaders: ['x-request-id', 'retry-after', 'ratelimit', 'ratelimit-policy'],
      credentials: false,
      maxAge: 600,
    });
  },
};
