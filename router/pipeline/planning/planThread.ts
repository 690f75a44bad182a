/** The thread of {@link createPlanAside}: compiles each operation that it is sent and says when that has ended. */
import { parentPort, workerData } from 'node:worker_threads';
import { parse } from 'graphql';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createEngine } from '../../execute/engine.ts';
import type { SubgraphTransport } from '../../subgraph-transport/subgraphTransport.ts';
import type { PlanQuestion } from './planAside.ts';

const port = parentPort!;
/** Nothing is executed here. */
const transport = { close: () => Promise.resolve() } as SubgraphTransport;
const engine = createEngine({ supergraphSdl: workerData as string, transport, logger: nullLogger });

port.on('message', ({ text, operationName }: PlanQuestion) => {
  try {
    engine.compile(parse(text, { noLocation: true }), operationName);
  } catch {
    // What cannot be planned fails again, with its reason, where the operation is executed.
  }
  port.postMessage('done');
});
port.postMessage('ready');
