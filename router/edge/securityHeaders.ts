import helmet from '@fastify/helmet';
import { addedHeaders } from './addedHeaders.ts';
import type { EdgeStage } from './edgeStage.ts';

const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
  },
  crossOriginResourcePolicy: { policy: 'same-origin' as const },
  referrerPolicy: { policy: 'no-referrer' as const },
};

/**
 * Takes nothing; gives every answer the security headers of helmet with a policy under which nothing may be loaded or
 * framed, since answers are data. The GraphiQL page replaces that policy by its own. Refuses nothing.
 */
export const securityHeaders: EdgeStage = {
  name: 'securityHeaders',
  async install(server) {
    const [headers = {}] = await addedHeaders(
      (sample) => sample.register(helmet, { global: true, ...helmetOptions }),
      [undefined],
    );
    server.addHook('onRequest', (_request, reply, done) => {
      reply.headers(headers);
      done();
    });
  },
};
