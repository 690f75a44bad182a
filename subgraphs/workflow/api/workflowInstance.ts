import type {
  WorkflowInstanceResolvers,
  WorkflowStepResolvers,
  WorkflowWaitResolvers,
} from '#generated/subgraphs/workflow.ts';
import { present } from '#kit/references/present.ts';
import { userReference } from '#kit/references/userReference.ts';
import {
  definitionById,
  instanceById,
  stateByInstance,
  stepById,
  stepsOfInstance,
  taskById,
  tasksOfInstance,
  waitsOfInstance,
} from '../infrastructure/loaders.ts';

export const workflowInstance: WorkflowInstanceResolvers = {
  __resolveReference: ({ id }, context) => context.load(instanceById, id),
  definition: async ({ definitionId }, _, context) => present(await context.load(definitionById, definitionId)),
  variables: async ({ id }, _, context) => present(await context.load(stateByInstance, id)).variables,
  steps: ({ id }, page, context) => context.load(stepsOfInstance, { of: id, ...page }),
  tasks: ({ id }, page, context) => context.load(tasksOfInstance, { of: id, ...page }),
  waits: ({ id }, _, context) => context.load(waitsOfInstance, id),
  tenant: (_, _args, context) => ({ id: context.principal.tenantId }),
  startedBy: ({ startedById }) => userReference(startedById),
};

export const workflowStep: WorkflowStepResolvers = {
  __resolveReference: ({ id }, context) => context.load(stepById, id),
  instance: async ({ instanceId }, _, context) => present(await context.load(instanceById, instanceId)),
};

export const workflowWait: WorkflowWaitResolvers = {
  task: ({ taskId }, _, context) => (taskId ? context.load(taskById, taskId) : null),
};
