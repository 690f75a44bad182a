import type { Resolvers } from '#generated/subgraphs/workflow.ts';
import { mutation } from './mutation.ts';
import { processDefinition } from './processDefinition.ts';
import { query } from './query.ts';
import { project, task } from './task.ts';
import { workflowInstance, workflowStep, workflowWait } from './workflowInstance.ts';

/** The resolvers of workflow; fields without one are properties of their parents. */
export const resolvers: Resolvers = {
  Query: query,
  Mutation: mutation,
  ProcessDefinition: processDefinition,
  WorkflowInstance: workflowInstance,
  WorkflowStep: workflowStep,
  WorkflowWait: workflowWait,
  Project: project,
  Task: task,
};
