import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { temporaryFolder } from './temporaryFolder.ts';

/** A line of the router's log. */
export interface LogRecord {
  readonly msg: string;
  readonly [fact: string]: unknown;
}

/** A router in a process of its own, as an operator starts it. */
export interface RouterProcess {
  readonly url: string;
  readonly pid: number;
  /** Emits `log` with every {@link LogRecord} but those of requests. */
  readonly logs: EventEmitter<{ log: [LogRecord] }>;
  /** The code with which it ended; null while it runs. */
  readonly exitCode: number | null;
  /** Puts another supergraph into the file that the router watches, whole or not at all. */
  offer(sdl: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts `router/main.ts` over a supergraph, without authentication, on a free port. */
export async function startRouterProcess(
  supergraphSdl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RouterProcess> {
  const folder = await temporaryFolder();
  const file = join(folder.path, 'supergraph.graphql');
  await writeFile(file, supergraphSdl);
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../router/main.ts')], {
    env: { ...process.env, ROUTER_AUTH: 'none', SUPERGRAPH_FILE: file, PORT: '0', LOG_LEVEL: 'info', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const logs = new EventEmitter<{ log: [LogRecord] }>();
  // Every line is read, so that the router never waits for its reader.
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.includes('"msg":"request"')) logs.emit('log', JSON.parse(line) as LogRecord);
  });
  const url = await Promise.race([
    logOf(logs, ({ msg }) => msg === 'router is ready').then((ready) => String(ready.url).replace('/graphql', '')),
    ended.then(() => Promise.reject(new Error('the router did not start'))),
  ]);
  return {
    url,
    pid: child.pid!,
    logs,
    get exitCode() {
      return child.exitCode;
    },
    async offer(sdl) {
      await writeFile(`${file}.next`, sdl);
      await rename(`${file}.next`, file);
    },
    async close() {
      child.kill('SIGTERM');
      await ended;
      await folder.remove();
    },
  };
}

/** The next line of a log that is as asked. */
export function logOf(logs: RouterProcess['logs'], isIt: (record: LogRecord) => boolean): Promise<LogRecord> {
  return new Promise((resolve) => {
    const look = (record: LogRecord): void => {
      if (!isIt(record)) return;
      logs.off('log', look);
      resolve(record);
    };
    logs.on('log', look);
  });
}
