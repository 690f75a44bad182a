import { flushCompileCache } from 'node:module';
import { knownVariables } from '#platform/config/knownVariables.ts';
import { type Config, loadConfig } from '#platform/config/loadConfig.ts';
import { nearMisses } from '#platform/config/nearMisses.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { fileLoggers, logFileOf } from './logFile.ts';
import { watchParent } from './parentWatch.ts';
import { eventSettingsOf, removeRunning, writeRunning } from './runningFile.ts';
import { type RunningPlatform, startPlatform } from './startPlatform.ts';
import { onStopSignal } from './stopSignals.ts';
import { failureMessage, readyLine, summary } from './terminal.ts';

const interruption = new AbortController();
let config: Config | undefined;
let loggerOf: (name: string) => Logger;
let platform: RunningPlatform | undefined;
let ending = false;

/** Stops what runs and ends the process. Nothing may keep it open after that. */
async function end(code: number, message?: string): Promise<void> {
  if (ending) return;
  ending = true;
  if (message !== undefined) console.error(message);
  if (code === 0) console.log('Stopping …');
  interruption.abort();
  if (platform === undefined) {
    if (code !== 0) process.exit(code);
    return;
  }
  await platform.close();
  if (config !== undefined) await removeRunning(config.dataDir);
  if (code === 0) console.log('Stopped.');
  process.exit(code);
}

function fail(error: unknown): Promise<void> {
  if (config !== undefined && !(error instanceof CodedError))
    loggerOf('platform').fatal({ err: error }, 'the platform failed');
  return end(1, failureMessage(error, config && logFileOf(config.dataDir)));
}

async function start(): Promise<void> {
  config = loadConfig();
  for (const warning of nearMisses(process.env, knownVariables(config.subgraphs))) console.error(`Warning: ${warning}`);
  loggerOf = fileLoggers(config.dataDir);
  console.log('Starting the platform …');
  const running = await startPlatform(config, {
    loggerOf,
    onReady: (part, milliseconds) => console.log(readyLine(part, milliseconds)),
    signal: interruption.signal,
  });
  if (ending) {
    await running.close();
    process.exit(0);
  }
  platform = running;
  void running.failure.then(fail);
  const { routerUrl, issuerUrl } = running;
  const databaseServerUrl = withoutUser(running.databaseServerUrl);
  await writeRunning(config.dataDir, {
    ...{ pid: process.pid, routerUrl, issuerUrl, audience: config.oidcAudience, databaseServerUrl },
    eventSettings: eventSettingsOf(process.env),
  });
  console.log(summary(running, config, performance.now()));
  // What was compiled at this start serves the next one, even if this process is killed.
  flushCompileCache();
}

function withoutUser(url: string): string {
  return Object.assign(new URL(url), { username: '', password: '' }).href;
}

/**
 * Runs the whole platform for people at a terminal. It says what runs where, stops cleanly at Ctrl-C, and ends the process
 * with one message and exit code 1 when it cannot start or go on.
 */
export function runInTerminal(): void {
  onStopSignal(() => void end(0));
  process.on('uncaughtException', (error) => void fail(error));
  if (process.env.npm_lifecycle_event !== undefined) watchParent(() => void end(0));
  start().catch((error: unknown) => (ending ? process.exit(0) : fail(error)));
}
