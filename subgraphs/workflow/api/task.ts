import type { ProjectResolvers, TaskResolvers } from '#generated/subgraphs/workflow.ts';
import { userReference } from '#kit/references/userReference.ts';
import { dependenciesOfTask, instanceById, projectById, taskById, tasksOfProject } from '../infrastructure/loaders.ts';
import { taskConditions } from '../service/listTasks.ts';

export const task: TaskResolvers = {
  __resolveReference: ({ id }, context) => context.load(taskById, id),
  assignee: ({ assigneeId }) => userReference(assigneeId),
  candidateUsers: ({ candidateUsers }) => [...candidateUsers],
  candidateGroups: ({ candidateGroups }) => [...candidateGroups],
  project: ({ projectId }, _, context) => (projectId ? context.load(projectById, projectId) : null),
  dependsOn: ({ id }, _, context) => context.load(dependenciesOfTask, id),
  blocked: async ({ id }, _, context) =>
    (await context.load(dependenciesOfTask, id)).some(({ status }) => status === 'OPEN'),
  instance: ({ instanceId }, _, context) => (instanceId ? context.load(instanceById, instanceId) : null),
  form: ({ form }) => form && { key: form.key, fields: [...form.fields] },
  completedBy: ({ completedById }) => userReference(completedById),
};

export const project: ProjectResolvers = {
  __resolveReference: ({ id }, context) => context.load(projectById, id),
  owner: ({ ownerId }) => userReference(ownerId),
  tasks: ({ id }, { filter, ...page }, context) =>
    context.load(tasksOfProject, { of: id, ...page, where: taskConditions(filter) }),
};
