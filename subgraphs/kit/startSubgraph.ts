import { readSubgraphSdl } from './readSubgraphSdl.ts';
import { runSubgraph } from './runSubgraph.ts';
import type { SubgraphDefinition } from './subgraphDefinition.ts';
import type { RunningSubgraph, SubgraphRuntime } from './subgraphRuntime.ts';

export type { SubgraphHost } from './subgraphHost.ts';
export type { RequestReport, RunningSubgraph, SubgraphRuntime } from './subgraphRuntime.ts';

/**
 * Starts a subgraph: store, relay, consumers, background work, then the server; with the SDL that was composed for it.
 *
 * @throws CodedError DEFINITION_INVALID, PORT_IN_USE, and whatever keeps the store from opening; nothing stays running then
 */
export async function startSubgraph(
  definition: SubgraphDefinition,
  runtime: SubgraphRuntime,
): Promise<RunningSubgraph> {
  return runSubgraph(definition, runtime, await readSubgraphSdl(definition.name));
}
