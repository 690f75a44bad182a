import { flushCompileCache } from 'node:module';
import { loadConfig } from '#platform/config/loadConfig.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { openEventLog } from '#platform/event-log/openEventLog.ts';
import { createLogger } from '#platform/logs/logger.ts';
import { type LiveOptions, liveOfConfig } from './config/liveOfConfig.ts';
import { optionsOfConfig } from './config/optionsOfConfig.ts';
import { startRouter } from './startRouter.ts';

/**
 * Runs the router by the settings of the environment, until SIGINT or SIGTERM. Ends with one message and exit code 1
 * when it cannot start.
 */
export function runInTerminal(): void {
  run().catch((error: unknown) => {
    const text = error instanceof CodedError ? error.message : String(error instanceof Error ? error.stack : error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  });
}

async function run(): Promise<void> {
  const logger = createLogger('router');
  const config = loadConfig();
  const options = await optionsOfConfig(config);
  const eventLog =
    options.auth !== 'none' && (config.eventLog === 'kafka' || config.eventLogUrl !== undefined)
      ? await openEventLog({ config, connectionString: async () => config.eventLogUrl!, logger })
      : undefined;
  if (options.auth !== 'none' && !eventLog) {
    logger.warn('EVENT_LOG is embedded and EVENT_LOG_DATABASE_URL is not set: live fields are not available');
  }
  const live: LiveOptions = eventLog ? await liveOfConfig(config, logger) : {};
  const router = await startRouter({ ...options, ...live, ...(eventLog && { eventLog }), logger }).catch(
    async (error) => {
      await live.broadcast?.close();
      await eventLog?.close();
      throw error;
    },
  );
  logger.info({ url: `${router.url}/graphql` }, 'router is ready');
  // What was compiled at this start serves the next one, even if this process is killed.
  flushCompileCache();

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await router.close();
    await live.broadcast?.close();
    await eventLog?.close();
    logger.info('router has stopped');
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}
