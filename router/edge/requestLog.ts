import type { FastifyRequest } from 'fastify';
import type { EdgeStage } from './edgeStages.ts';

/** What the log says of an operation besides its HTTP facts; never its text, variables, headers or answer. */
export interface LoggedOperation {
  readonly operation?: string;
  readonly kind?: string;
  readonly tenantId?: string;
  readonly userId?: string;
  readonly failed?: boolean;
}

const logged = new WeakMap<FastifyRequest, LoggedOperation>();

/** Adds facts about the operation to the line that its request will have in the log. */
export function logOperation(request: FastifyRequest, facts: LoggedOperation): void {
  logged.set(request, { ...logged.get(request), ...facts });
}

/** Takes the finished request; gives one line in the log. Health checks are logged only at level debug. */
export const requestLog: EdgeStage = {
  name: 'requestLog',
  install(server, { logger }) {
    server.addHook('onResponse', (request, reply, done) => {
      if (!logger.isLevelEnabled('info')) return done();
      const path = request.url.split('?', 1)[0] ?? '';
      const level = path.startsWith('/health/') ? 'debug' : 'info';
      logger[level](
        {
          requestId: request.id,
          method: request.method,
          path: path.slice(0, 200),
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime * 10) / 10,
          ...logged.get(request),
        },
        'request',
      );
      done();
    });
  },
};
