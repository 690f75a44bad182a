import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { subgraphNames } from '../graph/composeShop.ts';
import { freePort } from '../measure/startProcess.ts';
import type { Contender } from './contender.ts';
import { installAside } from './installAside.ts';

const packages = { '@mercuriusjs/gateway': '5.2.0', mercurius: '16.10.1', fastify: '5.12.8', graphql: '16.11.0' };

/** mercurius's gateway; it composes by itself from the subgraphs' SDL and speaks Federation 1. */
export const mercuriusGateway: Contender = {
  name: 'mercurius',
  version: `@mercuriusjs/gateway ${packages['@mercuriusjs/gateway']}`,
  shares: false,
  async prepare({ origin }) {
    const installed = await installAside('mercurius', packages);
    if (typeof installed === 'string') return installed;
    const port = await freePort();
    const services = subgraphNames.map((name) => ({ name, url: `${origin}/${name}`, mandatory: true }));
    const file = join(installed.folder, 'bench.js');
    writeFileSync(
      file,
      [
        `import Fastify from 'fastify';`,
        `import gateway from '@mercuriusjs/gateway';`,
        `const server = Fastify();`,
        `server.register(gateway, { jit: 1, gateway: { services: ${JSON.stringify(services)} } });`,
        `await server.listen({ host: '127.0.0.1', port: ${port} });`,
        `process.on('SIGINT', () => process.exit(0));`,
      ].join('\n'),
    );
    return { command: process.execPath, args: [file], env: { NODE_ENV: 'production' }, path: '/graphql', port };
  },
};
