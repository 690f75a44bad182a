import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { eventContractSettings } from '#platform/config/eventContractSettings.ts';
import { eventLogSettings } from '#platform/config/eventLogSettings.ts';
import type { Setting } from '#platform/config/setting.ts';
import { settings } from '#platform/config/settings.ts';
import { writeSecretFile } from './secretFile.ts';

/** Where a platform started with `npm start` can be reached, for commands such as `npm run token`. */
export interface RunningInfo {
  readonly pid: number;
  readonly routerUrl: string;
  readonly issuerUrl: string;
  readonly audience: string;
  /** The PostgreSQL server that it uses, without user and password. */
  readonly databaseServerUrl: string;
  /** What was set that leads to its events, by environment variable and without secrets, so that commands find the same log. */
  readonly eventSettings: Readonly<Record<string, string>>;
}

/** What an environment says that leads to the events, without secrets. */
export function eventSettingsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const known: Setting<unknown, unknown>[] = [
    ...Object.values(eventLogSettings),
    ...Object.values(eventContractSettings),
    settings.databasePrefix,
  ];
  const open = known.filter(({ secret, env: name }) => !secret && env[name] !== undefined);
  return Object.fromEntries(open.map(({ env: name }) => [name, env[name]!]));
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
