import { type Config, loadConfig } from '#platform/config/loadConfig.ts';
import { databasePasswords } from '#platform/embedded/databasePasswords.ts';
import { type RunningInfo, readRunning } from '#platform/embedded/runningFile.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { openEventLog } from '#platform/event-log/openEventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';

/**
 * Opens the event log of the platform that runs on the data folder, or that the environment describes: its variables go
 * before what the platform was started with. Only secrets, e.g. KAFKA_SASL_PASSWORD, must be in the environment.
 * @throws CodedError BAD_REQUEST when no platform runs there; EVENT_LOG_UNAVAILABLE, CONFIG_INVALID
 */
export async function openPlatformLog(env: NodeJS.ProcessEnv, logger: Logger): Promise<EventLog> {
  const running = await readRunning(loadConfig(env).dataDir);
  const config = loadConfig({ ...running?.eventSettings, ...env });
  const connectionString = async () => config.eventLogUrl ?? embeddedUrl(config, running);
  return openEventLog({ config, logger, connectionString });
}

async function embeddedUrl(config: Config, running: RunningInfo | undefined): Promise<string> {
  const server = config.databaseServerUrl ?? running?.databaseServerUrl;
  if (server === undefined)
    throw new CodedError('BAD_REQUEST', { message: 'The platform does not run. Run in another terminal: npm start' });
  const url = new URL(server);
  const passwordOf = await databasePasswords(config.dataDir);
  url.username = `${config.databasePrefix}event_log_owner`;
  url.password = passwordOf('event_log/owner');
  url.pathname = `/${config.databasePrefix}event_log`;
  return url.href;
}
