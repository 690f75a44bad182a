import { accessRules } from './access/accessRules.ts';
import { DocumentStore } from './documents/documentStore.ts';
import { maskedOperation } from './errors/maskedOperation.ts';
import type { Engine } from './execute/engine.ts';
import { liveFields } from './live/liveField.ts';
import type { LiveHub } from './live/liveHub.ts';
import { subscriptionOpener } from './live/openSubscription.ts';
import type { UpstreamSockets } from './live/upstreamSockets.ts';
import { exchangeBeginner } from './pipeline/beginExchange.ts';
import { engineFunctions } from './pipeline/engineFunctions.ts';
import { createLifecycle, type Lifecycle } from './pipeline/lifecycle.ts';
import type { OperationParts } from './pipeline/operationStage.ts';
import { runOperation } from './pipeline/stages.ts';
import type { SubgraphHeaders } from './pipeline/subgraphHeaders.ts';
import type { TransportParts } from './protocol/transportParts.ts';
import type { CompleteRouterOptions } from './routerOptions.ts';
import { supergraphDocument } from './supergraphDocument.ts';

/**
 * Puts together what runs operations of one supergraph: its engine, the documents, Envelop, access rules and streams.
 * @throws CodedError SUPERGRAPH_INVALID when an event stream cannot be used
 */
export function createOperations(
  engine: Engine,
  hub: LiveHub | undefined,
  upstreamSockets: UpstreamSockets,
  headers: SubgraphHeaders,
  options: CompleteRouterOptions,
): Pick<TransportParts, 'begin' | 'run'> {
  const { apiSchema } = engine;
  const documents = new DocumentStore(options.documentLimits);
  const openSubscription = subscriptionOpener({
    liveFields: liveFields(engine.eventStreams, apiSchema),
    hub,
    upstreamSockets,
    headers,
    subscriptionUrl: (service) => webSocketUrl(urlOf(engine, options, service)),
    timeout: options.timeout,
  });
  const functions = engineFunctions({
    documents,
    introspection: options.introspection,
    headers,
    openSubscription,
    timeout: options.timeout,
    answersAsObjects: () => lifecycle.hooked.execute,
  });
  const lifecycle: Lifecycle = createLifecycle(functions, options.plugins);
  const parts: OperationParts = {
    apiSchema,
    documents,
    lifecycle,
    accessRules: options.auth === 'none' ? undefined : accessRules(supergraphDocument(options.supergraphSdl)),
    compile(document, operationName) {
      const operation = engine.compile(document, operationName);
      return options.maskErrors ? maskedOperation(operation, options.logger) : operation;
    },
  };
  return {
    begin: exchangeBeginner(lifecycle, options.passedHeaders),
    run: (exchange) => runOperation(exchange, parts),
  };
}

/** Address of a subgraph: the configured one, else that of the supergraph. */
export function urlOf(engine: Pick<Engine, 'subgraphs'>, options: CompleteRouterOptions, name: string): string {
  return options.subgraphUrls[name] ?? engine.subgraphs.find((subgraph) => subgraph.name === name)?.url ?? '';
}

function webSocketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}
