import { join } from 'node:path';
import { freePort } from '../measure/startProcess.ts';
import type { Contender } from './contender.ts';
import { installedVersion } from './installedVersion.ts';

/** `@apollo/server` with `@apollo/gateway` as their documentation starts them. */
export const apolloGateway: Contender = {
  name: 'apollo',
  version: `@apollo/server ${installedVersion('@apollo/server')} + @apollo/gateway ${installedVersion('@apollo/gateway')}`,
  shares: false,
  async prepare({ supergraphFile, profileDir }) {
    const port = await freePort();
    const profile = profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [];
    return {
      command: process.execPath,
      args: [...profile, join(import.meta.dirname, 'programs', 'apolloGateway.ts')],
      env: { SUPERGRAPH_FILE: supergraphFile, PORT: `${port}`, NODE_ENV: 'production' },
      path: '/',
      port,
    };
  },
};
