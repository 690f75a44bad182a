import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Logger } from '#platform/logs/logger.ts';
import { lifelineCommand } from './lifeline.ts';
import { accountCommand, type ServerAccount } from './serverAccount.ts';
import { serverEnvironment } from './serverEnvironment.ts';

/** What the server says when connections are welcome. */
const readyMessage = 'database system is ready to accept connections';
const rememberedLines = 30;
const fastShutdownMs = 20_000;
const immediateShutdownMs = 5_000;

/** A started PostgreSQL process. */
export interface ServerProcess {
  /** Resolves to true when connections are welcome, to false when the process ended before. */
  readonly ready: Promise<boolean>;
  /** Resolves when the process has ended. */
  readonly exited: Promise<void>;
  /** The last lines of its log. */
  lines(): readonly string[];
  /** Ends it: a fast shutdown, then harder ones if it takes too long. Resolves when it has ended. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL as a child that does not outlive this process. It has its own session, so that Ctrl-C reaches
 * only this process, which stops its parts in order.
 */
export function spawnServer(program: string, args: string[], account: ServerAccount, logger: Logger): ServerProcess {
  const [command, ...rest] = [...accountCommand(account), ...lifelineCommand(), program, ...args];
  const child = spawn(command!, rest, {
    env: serverEnvironment(),
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const lines: string[] = [];
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      lines.push(error.message);
      resolve();
    });
    child.once('close', () => resolve());
  });
  const saidReady = new Promise<boolean>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (lines.length > rememberedLines) lines.shift();
      if (line.includes(readyMessage)) resolve(true);
      logger[isWorrying(line) ? 'warn' : 'debug']({ line }, 'postgresql');
    });
  });
  return {
    ready: Promise.race([saidReady, exited.then(() => false)]),
    exited,
    lines: () => lines,
    stop: () => stopChild(child, exited),
  };
}

/** Connections that a shutdown or a drop of a database ends are part of the day. */
function isWorrying(line: string): boolean {
  return /\b(FATAL|PANIC):/.test(line) && !line.includes('terminating connection due to administrator command');
}

async function stopChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return exited;
  const interrupt = process.platform === 'linux' ? () => child.kill('SIGINT') : () => child.stdin?.end();
  const timers = [
    setTimeout(() => child.kill('SIGQUIT'), fastShutdownMs),
    setTimeout(() => child.kill('SIGKILL'), fastShutdownMs + immediateShutdownMs),
  ];
  interrupt();
  await exited;
  for (const timer of timers) clearTimeout(timer);
}
