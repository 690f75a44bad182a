import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import type { EdgeStage } from './edgeStages.ts';

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
 *
 * Helmet puts them together anew for every request, which costs more than all other stages; they are the same each time, so
 * that it is asked once.
 */
export const securityHeaders: EdgeStage = {
  name: 'securityHeaders',
  async install(server) {
    const headers = await headersOfHelmet();
    server.addHook('onRequest', (_request, reply, done) => {
      reply.headers(headers);
      done();
    });
  },
};

async function headersOfHelmet(): Promise<Readonly<Record<string, string>>> {
  const sample = Fastify();
  const path = '/';
  sample.get(path, (_request, reply) => reply.send());
  const bare = await sample.inject(path);
  await sample.close();
  const protectedSample = Fastify();
  await protectedSample.register(helmet, { global: true, ...helmetOptions });
  protectedSample.get(path, (_request, reply) => reply.send());
  const answer = await protectedSample.inject(path);
  await protectedSample.close();
  const added = Object.entries(answer.headers).filter(([name]) => !(name in bare.headers));
  return Object.fromEntries(added.map(([name, value]) => [name, String(value)]));
}
