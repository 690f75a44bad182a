/** The thread of {@link createPlanAside}: answers its questions one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { parse } from 'graphql';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createEngine, type Engine } from '../../execute/engine.ts';
import { ThoroughPlanNeeded } from '../../plan/thoroughPlanNeeded.ts';
import { createThoroughPlanner } from '../../plan/thoroughPlanner.ts';
import type { SubgraphTransport } from '../../subgraph-transport/subgraphTransport.ts';
import type { PlanAnswer, PlanQuestion } from './planQuestion.ts';

const port = parentPort!;
const supergraphSdl = workerData as string;
const thorough = createThoroughPlanner(supergraphSdl);
let engine: Engine | undefined;

function answer(question: PlanQuestion): PlanAnswer {
  switch (question.kind) {
    case 'open':
      thorough.open();
      return {};
    case 'operation':
      return { plan: thorough.plan(question.operation) };
    case 'document':
      engine ??= compilingEngine();
      engine.compile(parse(question.text, { noLocation: true }), question.operationName);
      return {};
  }
}

function compilingEngine(): Engine {
  // Nothing is executed here, and the thorough planner is asked by questions of its own.
  const transport = { close: () => Promise.resolve() } as SubgraphTransport;
  const elsewhere = {
    plan(operation: string): never {
      throw new ThoroughPlanNeeded(operation);
    },
  };
  return createEngine({ supergraphSdl, transport, thorough: elsewhere, logger: nullLogger });
}

port.on('message', (question: PlanQuestion) => {
  let found: PlanAnswer;
  try {
    found = answer(question);
  } catch (failure) {
    const { message, cause } = failure as Error;
    found = { failure: cause instanceof Error ? cause.message : message };
  }
  port.postMessage(found);
});
port.postMessage('ready');
