import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../measure/startProcess.ts';
import type { Contender } from './contender.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** This project's router in generic mode, as `npm run --silent router` starts it, without npm around it. */
export function ownRouter(name: string, shares: boolean, env: Readonly<Record<string, string>>): Contender {
  const { version, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const start = startOf(scripts.router);
  return {
    name,
    version: `inopsio-supergraph ${version}`,
    shares,
    async prepare({ supergraphFile, profileDir, nodeFlags }) {
      const port = await freePort();
      const profile = profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [];
      return {
        command: process.execPath,
        args: [...start.flags, ...nodeFlags, ...profile, join(root, 'router', 'main.ts')],
        env: {
          ...start.env,
          ROUTER_AUTH: 'none',
          SUPERGRAPH_FILE: supergraphFile,
          PORT: `${port}`,
          NODE_ENV: 'production',
          LOG_LEVEL: 'warn',
          REQUEST_SHARING: shares ? 'on' : 'off',
          ANSWER_MEMO_MB: '0',
          ...env,
        },
        cwd: root,
        path: '/graphql',
        port,
      };
    },
  };
}

/** The variables and flags of a package script such as `NAME=value node --flag router/main.ts`. */
function startOf(script: string): {
  readonly env: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
} {
  const words = script.split(' ');
  const node = words.indexOf('node');
  return {
    env: Object.fromEntries(words.slice(0, node).map((word) => word.split('=', 2))),
    flags: words.slice(node + 1).filter((word) => word.startsWith('--')),
  };
}
