import { accessRules } from '../access/accessRules.ts';
import type { AutomaticQueries } from '../documents/automaticQueries.ts';
import type { BoundedCache } from '../documents/boundedCache.ts';
import { costModel } from '../documents/cost/costDirectives.ts';
import { DocumentStore } from '../documents/documentStore.ts';
import { withIncrementalDirectives } from '../documents/incremental/incrementalDirectives.ts';
import { maskedOperation } from '../errors/maskedOperation.ts';
import type { Engine } from '../execute/engine.ts';
import type { AnswerMemo } from '../execute/memo/answerMemo.ts';
import type { SharedExecutions } from '../execute/sharedExecutions.ts';
import { answerPositions } from '../live/answerPositions.ts';
import { liveFields } from '../live/liveField.ts';
import type { LiveHub } from '../live/liveHub.ts';
import { subscriptionOpener } from '../live/openSubscription.ts';
import type { SubscriptionLimits } from '../live/subscriptionLimits.ts';
import type { UpstreamSockets } from '../live/upstreamSockets.ts';
import { exchangeBeginner } from '../pipeline/beginExchange.ts';
import { engineFunctions } from '../pipeline/engineFunctions.ts';
import type { OperationParts } from '../pipeline/operationStage.ts';
import type { PlanAside } from '../pipeline/planning/planAside.ts';
import { createPluginPhases, type PluginPhases } from '../pipeline/pluginPhases.ts';
import { prepareSafelist, type SafelistPreparation } from '../pipeline/prepareSafelist.ts';
import { runOperation } from '../pipeline/stages.ts';
import type { SubgraphHeaders } from '../pipeline/subgraphHeaders.ts';
import type { TransportParts } from '../protocol/transportParts.ts';
import type { CompleteRouterOptions } from '../routerOptions.ts';
import { supergraphDocument } from '../supergraph/supergraphDocument.ts';

/** Hits and misses of a cache, and how much it holds. */
type CacheStatistics = BoundedCache<unknown>['statistics'];

/** What runs operations of one supergraph. */
export interface Operations extends Pick<TransportParts, 'begin' | 'run'> {
  /** Plans every persisted operation. */
  prepare(): Promise<SafelistPreparation>;
  /** Hit rates of the caches, for metrics. */
  statistics(): {
    readonly documents: CacheStatistics & { readonly pinned: number };
    readonly automaticQueries?: CacheStatistics;
    /** Of remembered executions; its bytes are those of all recordings. */
    readonly answers?: AnswerMemo['statistics'];
  };
  close(): Promise<void>;
}

/** What belongs to one supergraph beside its engine. */
export interface SupergraphParts {
  readonly planAside: PlanAside;
  /** Missing when executions are not remembered. */
  readonly memo: AnswerMemo | undefined;
}

/** What outlives a supergraph. */
export interface SharedParts {
  readonly hub: LiveHub | undefined;
  readonly upstreamSockets: UpstreamSockets;
  readonly headers: SubgraphHeaders;
  readonly limits: SubscriptionLimits;
  /** Missing when clients cannot register documents. */
  readonly automaticQueries: AutomaticQueries | undefined;
  /** Missing when every request is executed by itself. */
  readonly sharing: SharedExecutions | undefined;
}

/**
 * Puts together what runs operations of one supergraph: its engine, the documents, Envelop, access rules and streams.
 * @throws CodedError SUPERGRAPH_INVALID when an event stream cannot be used
 */
export function createOperations(
  engine: Engine,
  supergraphSdl: string,
  { planAside, memo }: SupergraphParts,
  { hub, upstreamSockets, headers, limits, automaticQueries, sharing }: SharedParts,
  options: CompleteRouterOptions,
): Operations {
  const { apiSchema } = engine;
  const supergraph = supergraphDocument(supergraphSdl);
  const documents = new DocumentStore(options.documentLimits);
  const fields = liveFields(engine.eventStreams, apiSchema);
  const openSubscription = subscriptionOpener({
    liveFields: fields,
    hub,
    limits,
    logger: options.logger,
    upstreamSockets,
    headers,
    subscriptionUrl: (service) => webSocketUrl(urlOf(engine, options, service)),
    timeout: options.timeout,
  });
  const functions = engineFunctions({
    documents,
    headers,
    openSubscription,
    answerPositions: answerPositions(fields, hub),
    timeout: options.timeout,
    sharing,
    answersAsObjects: () => pluginPhases.hooked.execute,
  });
  const pluginPhases: PluginPhases = createPluginPhases(functions, options.plugins);
  const parts: OperationParts = {
    ...options,
    apiSchema,
    clientSchema: withIncrementalDirectives(apiSchema),
    documents,
    automaticQueries,
    pluginPhases,
    accessRules: options.auth === 'none' ? undefined : accessRules(supergraph),
    costModel: costModel(supergraph),
    planAside,
    compile(document, operationName) {
      const operation = engine.compile(document, operationName);
      return options.maskErrors ? maskedOperation(operation, options.logger) : operation;
    },
  };
  return {
    begin: exchangeBeginner(pluginPhases, options.passedHeaders),
    run: (exchange) => runOperation(exchange, parts),
    prepare: () => prepareSafelist(parts, functions.validate),
    statistics: () => ({
      documents: documents.statistics,
      ...(automaticQueries && { automaticQueries: automaticQueries.statistics }),
      ...(memo && { answers: memo.statistics }),
    }),
    close: () => planAside.close(),
  };
}

/** Address of a subgraph: the configured one, else that of the supergraph. */
export function urlOf(engine: Pick<Engine, 'subgraphs'>, options: CompleteRouterOptions, name: string): string {
  return options.subgraphUrls[name] ?? engine.subgraphs.find((subgraph) => subgraph.name === name)?.url ?? '';
}

function webSocketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}
