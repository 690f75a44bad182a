import { RequestRefused } from '../errors/requestRefused.ts';
import type { EdgeStage } from './edgeStage.ts';

/**
 * Takes the declared length and encoding of the body; refuses one that is too long (PAYLOAD_TOO_LARGE), and one that is
 * compressed (CONTENT_ENCODING_UNSUPPORTED), since a few of its bytes may stand for many, before any of it is read.
 * A body without declared length is counted by Fastify while it is read, against the same limit.
 */
export const bodyLimit: EdgeStage = {
  name: 'bodyLimit',
  install(server, options) {
    server.addHook('onRequest', (request, _reply, done) => {
      const encoding = request.headers['content-encoding'];
      if (encoding !== undefined && encoding !== 'identity') {
        return done(
          RequestRefused.because('CONTENT_ENCODING_UNSUPPORTED', undefined, {}, { 'accept-encoding': 'identity' }),
        );
      }
      if (Number(request.headers['content-length'] ?? 0) <= options.bodyLimit) return done();
      const limit = options.bodyLimit;
      done(RequestRefused.because('PAYLOAD_TOO_LARGE', `The body has more than ${limit} bytes.`, { limit }));
    });
  },
};
