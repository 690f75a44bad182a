import { closeInReverse } from './closeInReverse.ts';
import { healthChecks } from './health/healthChecks.ts';
import { startConsumers } from './inbox/startConsumers.ts';
import { startRelay } from './outbox/startRelay.ts';
import { buildExecutableSchema } from './server/buildExecutableSchema.ts';
import { startServer } from './server/startServer.ts';
import type { SubgraphDefinition } from './subgraphDefinition.ts';
import type { RunningSubgraph, SubgraphRuntime } from './subgraphRuntime.ts';
import { openStore } from './tenancy/openStore.ts';

/**
 * Starts a subgraph with the SDL that is given.
 *
 * The order is that of dependence: store, relay, consumers, background work, server. Requests come last, since by then
 * everything that they rely on runs; the end goes the other way round.
 *
 * @throws CodedError DEFINITION_INVALID, PORT_IN_USE, and whatever keeps a part from starting; nothing stays running then
 */
export async function runSubgraph(
  definition: SubgraphDefinition,
  runtime: SubgraphRuntime,
  sdl: string,
): Promise<RunningSubgraph> {
  const { name } = definition;
  const { logger, eventLog } = runtime;
  // Before anything is opened: a definition that does not fit its SDL is the most frequent fault.
  const schema = buildExecutableSchema(sdl, definition.resolvers);
  const started = closeInReverse(logger);
  try {
    const store = started.add('store', await openStore({ definition, runtime }));
    const relay = started.add('relay', startRelay({ ...runtime, alarmAfterMs: runtime.outboxAlarmMs }));
    started.add('consumers', await startConsumers({ definition, store, runtime }));
    if (definition.background) {
      const host = { logger, eventLog, sessions: store, onTenantProvisioned: store.onTenantProvisioned.bind(store) };
      started.add('background', await definition.background(host));
    }
    const checks = healthChecks({ store, eventLog, relay });
    const gauges = () => ({ inopsio_outbox_oldest_unsent_seconds: relay.backlog().oldestUnsentMs / 1_000 });
    const server = started.add('server', await startServer({ name, schema, store, runtime, checks, gauges }));
    const { url, port } = server;
    logger.info({ subgraph: name, url }, 'subgraph is ready');
    return { name, url, graphqlUrl: `${url}/graphql`, port, close: started.close };
  } catch (error) {
    await started.close();
    throw error;
  }
}
