/** The process of {@link createPlanningProcess}: answers its questions one after the other. */
import { parse } from 'graphql';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createEngine, type Engine } from '../../execute/engine.ts';
import { ThoroughPlanNeeded } from '../../plan/thoroughPlanNeeded.ts';
import { createThoroughPlanner, type ThoroughPlanner } from '../../plan/thoroughPlanner.ts';
import type { SubgraphTransport } from '../../subgraph-transport/subgraphTransport.ts';
import type { PlanAnswer, PlanQuestion } from './planQuestion.ts';

let supergraphSdl = '';
let thorough: ThoroughPlanner = { plan: () => undefined };
let engine: Engine | undefined;

function answer(question: PlanQuestion): PlanAnswer {
  switch (question.kind) {
    case 'open': {
      supergraphSdl = question.supergraphSdl;
      const planner = createThoroughPlanner(supergraphSdl);
      thorough = planner;
      planner.open();
      return {};
    }
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

process.on('message', (question: PlanQuestion) => {
  let found: PlanAnswer;
  try {
    found = answer(question);
  } catch (failure) {
    const { cause } = failure as Error;
    const reason = cause instanceof Error ? cause : (failure as Error);
    // What V8 says when a stack, a string, an array or a map would grow past what it can hold.
    found = { failure: reason.message, exceeded: reason instanceof RangeError };
  }
  process.send?.(found);
});
// Whoever asked is gone.
process.on('disconnect', () => process.exit());
