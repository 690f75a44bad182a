import { RequestRefused } from '../errors/requestRefused.ts';
import type { EdgeStage } from './edgeStages.ts';

/**
 * Takes the declared length of the body; refuses one that is too long (PAYLOAD_TOO_LARGE) before any of it is read.
 * A body without declared length is counted by Fastify while it is read, against the same limit.
 */
export const bodyLimit: EdgeStage = {
  name: 'bodyLimit',
  install(server, options) {
    server.addHook('onRequest', (request, _reply, done) => {
      if (Number(request.headers['content-length'] ?? 0) <= options.bodyLimit) return done();
      const limit = options.bodyLimit;
      done(RequestRefused.because('PAYLOAD_TOO_LARGE', `The body has more than ${limit} bytes.`, { limit }));
    });
  },
};
