import type { IncomingMessage } from 'node:http';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import type { EdgeStage } from './edgeStage.ts';

const acceptable = /^[\w.-]{1,64}$/;

/** The id of a request: the caller's X-Request-Id when it is short and plain, so that it is safe in logs, else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const received = request.headers['x-request-id'];
  return typeof received === 'string' && acceptable.test(received) ? received : uuidv7();
}

/** Takes the request's id (made by {@link requestIdOf} as the request came in); gives it back in X-Request-Id. */
export const requestId: EdgeStage = {
  name: 'requestId',
  install(server) {
    server.addHook('onRequest', (request, reply, done) => {
      reply.header('x-request-id', request.id);
      done();
    });
  },
};
