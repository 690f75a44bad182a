import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, watch } from 'node:fs';
import { CodedError } from '#platform/errors/codedError.ts';
import { lifelineCommand } from '../embedded/postgres/lifeline.ts';

/** A service that was started and is ready. */
export interface ServiceProcess {
  readonly pid: number;
  /** Resolves when the process has ended. */
  readonly exited: Promise<void>;
  /** Sends a signal; nothing happens when it has ended. */
  kill(signal: NodeJS.Signals): void;
  /** Ends it, by SIGKILL when it takes longer than 15 s, and resolves when it has ended. */
  stop(): Promise<void>;
}

/** What to start. */
export interface ServiceCommand {
  /** As messages call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Everything that it writes goes here. */
  readonly logFile: string;
  /** What it writes when it is ready. */
  readonly ready: RegExp;
  readonly readyWithinMs: number;
  /** Whether it ends with this process, however that ends. Without it the service goes on. */
  readonly withParent: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

const stopWithinMs = 15_000;

/**
 * Starts a service and waits until it says that it is ready.
 * @throws CodedError SERVICE_START_FAILED with the end of its log when it ends or takes too long
 */
export async function startServiceProcess(wanted: ServiceCommand): Promise<ServiceProcess> {
  const log = openSync(wanted.logFile, 'w');
  const [program, ...args] = [...(wanted.withParent ? lifelineCommand() : []), wanted.command, ...wanted.args];
  const child = spawn(program!, args, {
    detached: true,
    stdio: [wanted.withParent && process.platform !== 'linux' ? 'pipe' : 'ignore', log, log],
    env: { ...process.env, ...wanted.env },
  });
  closeSync(log);
  const exited = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const kill = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  };
  const started = {
    pid: child.pid ?? 0,
    exited,
    kill,
    async stop() {
      kill('SIGTERM');
      const last = setTimeout(() => kill('SIGKILL'), stopWithinMs);
      await exited;
      clearTimeout(last);
    },
  };
  const failure = await becomesReady(wanted, exited);
  if (failure !== undefined) {
    kill('SIGKILL');
    await exited;
    throw new CodedError('SERVICE_START_FAILED', {
      message: `${wanted.name} ${failure}. The end of ${wanted.logFile}:\n${logText(wanted).trim().slice(-2_000)}`,
    });
  }
  if (!wanted.withParent) child.unref();
  return started;
}

/** Resolves with undefined as soon as the log has the line, else with what went wrong. */
async function becomesReady(wanted: ServiceCommand, exited: Promise<void>): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const check = () => wanted.ready.test(logText(wanted)) && resolve(undefined);
  const watcher = watch(wanted.logFile, check);
  const last = setTimeout(
    () => resolve(`was not ready within ${wanted.readyWithinMs / 1_000} s`),
    wanted.readyWithinMs,
  );
  void exited.then(() => resolve('ended before it was ready'));
  check();
  try {
    return await promise;
  } finally {
    clearTimeout(last);
    watcher.close();
  }
}

function logText({ logFile }: ServiceCommand): string {
  return readFileSync(logFile, 'utf8');
}
