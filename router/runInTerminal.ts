import { flushCompileCache } from 'node:module';
import { loadConfig } from '#platform/config/loadConfig.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { openEventLog } from '#platform/event-log/openEventLog.ts';
import { createLogger } from '#platform/logs/logger.ts';
import { type LiveOptions, liveOfConfig } from './config/liveOfConfig.ts';
import { optionsOfConfig } from './config/optionsOfConfig.ts';
import { metricsOfConfig } from './metrics/serveMetrics.ts';
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
  const opened: { close(): Promise<void> }[] = eventLog ? [eventLog] : [];
  const close = async (): Promise<void> => {
    for (const each of opened.splice(0).reverse()) await each.close();
  };
  try {
    const live: LiveOptions = eventLog ? await liveOfConfig(config, logger) : {};
    if (live.broadcast) opened.push(live.broadcast);
    const router = await startRouter({ ...options, ...live, ...(eventLog && { eventLog }), logger });
    opened.push(router);
    const metrics = await metricsOfConfig(router, config, logger);
    if (metrics) opened.push(metrics);
    logger.info({ url: `${router.url}/graphql` }, 'router is ready');
  } catch (error) {
    await close();
    throw error;
  }
  // What was compiled at this start serves the next one, even if this process is killed.
  flushCompileCache();

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await close();
    logger.info('router has stopped');
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}
