import type { Logger } from '#platform/logs/logger.ts';
import type { EdgeStage } from './edgeStage.ts';

/** What the log says of an operation besides its HTTP facts; never its text, variables, headers or answer. */
export interface LoggedOperation {
  readonly operation?: string | undefined;
  readonly kind?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly userId?: string | undefined;
  readonly failed?: boolean | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    logged: LoggedOperation | null;
  }
}

/** Adds facts about the operation to the line that its request will have in the log. */
export function logOperation(request: { logged: LoggedOperation | null }, facts: LoggedOperation): void {
  request.logged = { ...request.logged, ...facts };
}

/** The HTTP facts of a request that was answered. */
export interface AnsweredRequest {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly milliseconds: number;
}

/** Writes the one line that a request has in the log. Health checks are logged only at level debug. */
export function logRequest(
  logger: Logger,
  { id, method, url, status, milliseconds }: AnsweredRequest,
  logged: LoggedOperation | null,
): void {
  const path = url.split('?', 1)[0] ?? '';
  const level = path.startsWith('/health/') ? 'debug' : 'info';
  const ms = Math.round(milliseconds * 10) / 10;
  logger[level]({ requestId: id, method, path: path.slice(0, 200), status, ms, ...logged }, 'request');
}

/** Takes the finished request; gives one line in the log. */
export const requestLog: EdgeStage = {
  name: 'requestLog',
  install(server, { logger }) {
    server.decorateRequest('logged', null);
    server.addHook('onResponse', (request, reply, done) => {
      if (logger.isLevelEnabled('info')) {
        const { id, method, url, logged } = request;
        const { statusCode: status, elapsedTime: milliseconds } = reply;
        logRequest(logger, { id, method, url, status, milliseconds }, logged);
      }
      done();
    });
  },
};
