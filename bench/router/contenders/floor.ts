import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../measure/startProcess.ts';
import type { Contender } from './contender.ts';
import { recordFetches } from './recordFetches.ts';

/**
 * What no router in Node can undercut: a bare HTTP server that makes the fetches of our plan, in its order, without
 * reading them, and sends a stored answer.
 */
export const floor: Contender = {
  name: 'floor',
  version: `node ${process.versions.node}, undici`,
  shares: false,
  async prepare({ supergraphFile, origin, cases, profileDir }) {
    const file = join(supergraphFile, '..', 'floor.json');
    writeFileSync(file, JSON.stringify({ origin, requests: await recordFetches(supergraphFile, cases) }));
    const port = await freePort();
    const profile = profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [];
    return {
      command: process.execPath,
      args: [...profile, join(import.meta.dirname, 'programs', 'floor.ts')],
      env: { FLOOR_FILE: file, PORT: `${port}`, NODE_ENV: 'production' },
      path: '/',
      port,
    };
  },
};
