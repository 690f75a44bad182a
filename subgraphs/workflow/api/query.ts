import type { QueryResolvers } from '#generated/subgraphs/workflow.ts';
import { definitionById, instanceById, projectById, taskById } from '../infrastructure/loaders.ts';
import { listDefinitions } from '../service/listDefinitions.ts';
import { listInstances } from '../service/listInstances.ts';
import { listProjects } from '../service/listProjects.ts';
import { listTasks } from '../service/listTasks.ts';

export const query: QueryResolvers = {
  processDefinitions: (_, args, context) => context.read((session) => listDefinitions(session, args)),
  processDefinition: (_, { id }, context) => context.load(definitionById, id),
  workflowInstances: (_, args, context) => context.read((session) => listInstances(session, args)),
  workflowInstance: (_, { id }, context) => context.load(instanceById, id),
  tasks: (_, args, context) => context.read((session) => listTasks(session, args)),
  task: (_, { id }, context) => context.load(taskById, id),
  projects: (_, args, context) => context.read((session) => listProjects(session, args)),
  project: (_, { id }, context) => context.load(projectById, id),
};
