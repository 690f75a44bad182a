import type { RequestReport } from '#kit/subgraphRuntime.ts';
import type { Config } from '#platform/config/loadConfig.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { checkCombinations } from './checkCombinations.ts';
import type { EmbeddedIssuer } from './issuer/startEmbeddedIssuer.ts';
import type { Part, Stop } from './part.ts';
import { PlatformState, type Serving } from './platformState.ts';
import { stages } from './stages.ts';

/** What a start of the platform may be given; it needs none of it. */
export interface StartPlatformOptions {
  /** Gives the logger of a part; nothing is logged without it. */
  readonly loggerOf?: (name: string) => Logger;
  /** Told when a part is ready, with the milliseconds that it took. */
  readonly onReady?: (part: string, milliseconds: number) => void;
  /** Aborting it during the start ends the start; what runs already is stopped. */
  readonly signal?: AbortSignal;
  /** Told what each request cost a subgraph; for tests and measurements. */
  readonly onSubgraphRequest?: (report: RequestReport) => void;
  /** Most tenant sessions at once in each subgraph; the kit's default unless given. */
  readonly subgraphPoolSize?: number;
}

/** The whole platform in this process. */
export interface RunningPlatform {
  /** Address of the router, e.g. `http://127.0.0.1:4000`; GraphQL is at `/graphql`. */
  readonly routerUrl: string;
  readonly issuerUrl: string;
  /** The embedded issuer; undefined when another is configured. */
  readonly issuer: EmbeddedIssuer | undefined;
  readonly subgraphs: readonly Serving[];
  readonly eventLog: EventLog;
  readonly databases: PlatformState['databases']['value'];
  /** Superuser's URL of the PostgreSQL server. */
  readonly databaseServerUrl: string;
  /** Resolves when a part ended by itself, e.g. PostgreSQL was killed; the caller should close the platform. */
  readonly failure: Promise<Error>;
  /** Stops everything in reverse order of the start. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts issuer, subgraphs and router, with a PostgreSQL of its own unless the configuration names a server, and
 * provisions the demo tenants. Ports that are 0 become free ones.
 *
 * @throws CodedError that says what to do, e.g. PORT_IN_USE, DATA_FOLDER_IN_USE, EMBEDDED_POSTGRES_DAMAGED; whatever had
 * started is stopped by then
 */
export async function startPlatform(config: Config, options: StartPlatformOptions = {}): Promise<RunningPlatform> {
  checkCombinations(config);
  const { loggerOf = () => nullLogger, onReady = () => undefined, signal } = options;
  const failure = Promise.withResolvers<Error>();
  const state = new PlatformState(config, loggerOf, failure.resolve, {
    ...(options.onSubgraphRequest && { onRequest: options.onSubgraphRequest }),
    ...(options.subgraphPoolSize !== undefined && { poolSize: options.subgraphPoolSize }),
  });
  const stops: { readonly name: string; readonly stop: Stop }[] = [];

  async function startPart(part: Part): Promise<void> {
    const begin = performance.now();
    const stop = await part.start(state);
    if (stop !== undefined) stops.push({ name: part.name, stop });
    onReady(part.name, performance.now() - begin);
  }

  /** A part that cannot stop must not keep the others running. */
  async function stopAll(): Promise<void> {
    for (const { name, stop } of stops.splice(0).reverse()) {
      await stop().catch((error: unknown) => {
        loggerOf('platform').error({ err: error }, `${name} did not stop cleanly`);
      });
    }
  }

  try {
    for (const stage of stages) {
      if (signal?.aborted) throw new CodedError('START_FAILED', { message: 'The start was interrupted.' });
      const started = await Promise.allSettled(stage.map(startPart));
      const failed = started.find((result) => result.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    }
  } catch (error) {
    await stopAll();
    throw error;
  }

  let closing: Promise<void> | undefined;
  return {
    routerUrl: state.router.value.url,
    issuerUrl: config.oidcIssuer ?? state.issuer.value.url,
    issuer: state.issuer.optional,
    subgraphs: state.subgraphs.value,
    eventLog: state.eventLog.value,
    databases: state.databases.value,
    databaseServerUrl: state.databaseServerUrl.value,
    failure: failure.promise,
    close() {
      closing ??= stopAll();
      return closing;
    },
  };
}
