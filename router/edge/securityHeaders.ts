import helmet from '@fastify/helmet';
import type { EdgeStage } from './edgeStages.ts';

/**
 * Takes nothing; gives every answer the security headers of helmet with a policy under which nothing may be loaded or
 * framed, since answers are data. The GraphiQL page replaces that policy by its own. Refuses nothing.
 */
export const securityHeaders: EdgeStage = {
  name: 'securityHeaders',
  async install(server) {
    await server.register(helmet, {
      global: true,
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
      },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      referrerPolicy: { policy: 'no-referrer' },
    });
  },
};
