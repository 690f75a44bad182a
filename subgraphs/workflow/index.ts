import { defineSubgraph } from '#kit/defineSubgraph.ts';
import { migrationsIn } from '#kit/tenancy/migrationsIn.ts';
import { resolvers } from './api/resolvers.ts';
import { definitionModels } from './infrastructure/definitionModels.ts';
import { definitions } from './infrastructure/definitions.ts';
import { instanceStates } from './infrastructure/instanceStates.ts';
import { instances } from './infrastructure/instances.ts';
import { projects } from './infrastructure/projects.ts';
import { steps } from './infrastructure/steps.ts';
import { tasks } from './infrastructure/tasks.ts';
import { waits } from './infrastructure/waits.ts';
import { consumers } from './service/consumers.ts';
import { timerClock } from './service/timerClock.ts';

/** BPMN 2.0 definitions, running instances and their steps, projects, tasks. */
export const workflow = defineSubgraph({
  name: 'workflow',
  entities: [definitions, definitionModels, instances, instanceStates, steps, waits, projects, tasks],
  migrations: migrationsIn(import.meta.dirname),
  resolvers,
  consumers,
  background: timerClock,
});
