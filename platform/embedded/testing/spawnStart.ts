import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadConfig } from '#platform/config/loadConfig.ts';
import { projectRoot } from '#platform/config/projectRoot.ts';
import { subgraphSettings } from '#platform/config/subgraphSettings.ts';

/** How a child ended and what it had written. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that was started as a child, and what it writes. */
export interface Spawned {
  readonly process: ChildProcess;
  /** Resolves with the first match in its standard output; rejects when it ends without one. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
}

/** Every port 0, so that tests do not meet one another or a platform that runs on this machine. */
export function freePortsEnvironment(): Record<string, string> {
  const own = loadConfig({}).subgraphs.map(({ name }) => subgraphSettings(name).port.env);
  return Object.fromEntries(['PORT', 'ISSUER_PORT', 'POSTGRES_PORT', ...own].map((name) => [name, '0']));
}

/** Starts a command in a process group of its own, as a terminal does, with free ports unless `env` says otherwise. */
export function spawnCommand(command: string, args: readonly string[], env: Record<string, string>): Spawned {
  const { LOG_LEVEL: _, npm_lifecycle_event: __, ...inherited } = process.env;
  const child = spawn(command, args, {
    cwd: projectRoot,
    env: { ...inherited, ...freePortsEnvironment(), ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
    child.emit('said');
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, stdout, stderr }) as Ended);
  return {
    process: child,
    ended,
    async says(pattern) {
      for (;;) {
        const match = pattern.exec(stdout);
        if (match !== null) return match;
        await Promise.race([
          once(child, 'said'),
          ended.then((end) => {
            throw new Error(
              `it ended (${end.code ?? end.signal}) without saying ${pattern}: ${end.stdout}${end.stderr}`,
            );
          }),
        ]);
      }
    },
  };
}

/** Starts the platform without npm in between. */
export function spawnStart(env: Record<string, string>): Spawned {
  return spawnCommand(process.execPath, ['platform/embedded/start.ts'], env);
}
