import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSecretFile } from './secretFile.ts';

/** Where a platform started with `npm start` can be reached, for commands such as `npm run token`. */
export interface RunningInfo {
  readonly pid: number;
  readonly routerUrl: string;
  readonly issuerUrl: string;
  readonly audience: string;
}

function fileOf(dataDir: string): string {
  return join(dataDir, 'running.json');
}

/** Leaves the addresses in the data folder. */
export function writeRunning(dataDir: string, info: RunningInfo): Promise<void> {
  return writeSecretFile(fileOf(dataDir), JSON.stringify(info, null, 2));
}

/** The addresses of the platform that runs, or ran last and was killed; undefined when it was stopped or never started. */
export async function readRunning(dataDir: string): Promise<RunningInfo | undefined> {
  return readFile(fileOf(dataDir), 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
}

/** Takes the addresses away when the platform stops. */
export function removeRunning(dataDir: string): Promise<void> {
  return rm(fileOf(dataDir), { force: true });
}
