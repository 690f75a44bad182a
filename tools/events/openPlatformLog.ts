import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#platform/config/loadConfig.ts';
import { databasePasswords } from '#platform/embedded/databasePasswords.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { openEventLog } from '#platform/event-log/openEventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';

/**
 * Opens the event log of the platform that the settings describe. The embedded one is found by the data folder.
 * @throws CodedError BAD_REQUEST when no platform runs there; EVENT_LOG_UNAVAILABLE, CONFIG_INVALID
 */
export function openPlatformLog(config: Config, logger: Logger): Promise<EventLog> {
  return openEventLog({ config, logger, connectionString: async () => config.eventLogUrl ?? embeddedUrl(config) });
}

async function embeddedUrl({ dataDir, databaseServerUrl, databasePrefix }: Config): Promise<string> {
  const url = new URL(databaseServerUrl ?? `postgresql://127.0.0.1:${await postgresPort(dataDir)}`);
  const passwordOf = await databasePasswords(dataDir);
  url.username = `${databasePrefix}event_log_owner`;
  url.password = passwordOf('event_log/owner');
  url.pathname = `/${databasePrefix}event_log`;
  return url.href;
}

/** The fourth line of the lock file that PostgreSQL keeps while it runs is its port. */
async function postgresPort(dataDir: string): Promise<string> {
  const lock = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const port = lock.split('\n')[3];
  if (port !== undefined && /^\d+$/.test(port)) return port;
  throw new CodedError('BAD_REQUEST', { message: 'The platform does not run. Run in another terminal: npm start' });
}
