import type { MutationResolvers } from '#generated/subgraphs/workflow.ts';
import { assignTask } from '../service/assignTask.ts';
import { cancelInstance } from '../service/cancelInstance.ts';
import { closeProject } from '../service/closeProject.ts';
import { completeTask } from '../service/completeTask.ts';
import { createProject } from '../service/createProject.ts';
import { createTask } from '../service/createTask.ts';
import { deliverMessage } from '../service/deliverMessage.ts';
import { deployProcess } from '../service/deployProcess.ts';
import { setTaskDependencies } from '../service/setTaskDependencies.ts';
import { startProcess } from '../service/startProcess.ts';
import { updateTask } from '../service/updateTask.ts';

export const mutation: MutationResolvers = {
  deployProcess: (_, { input }, context) =>
    deployProcess((work) => context.transact(work), context.principal.userId, input),
  startProcess: (_, { input }, context) =>
    context.transact((transaction) => startProcess(transaction, context.principal.userId, input)),
  cancelInstance: (_, { instanceId }, context) =>
    context.transact((transaction) => cancelInstance(transaction, instanceId)),
  deliverMessage: (_, { input }, context) => context.transact((transaction) => deliverMessage(transaction, input)),
  createProject: (_, { input }, context) => context.transact((transaction) => createProject(transaction, input)),
  closeProject: (_, { projectId }, context) => context.transact((transaction) => closeProject(transaction, projectId)),
  createTask: (_, { input }, context) => context.transact((transaction) => createTask(transaction, input)),
  updateTask: (_, { input }, context) => context.transact((transaction) => updateTask(transaction, input)),
  assignTask: (_, { taskId, userId }, context) =>
    context.transact((transaction) => assignTask(transaction, taskId, userId ?? null)),
  setTaskDependencies: (_, { taskId, dependsOn }, context) =>
    context.transact((transaction) => setTaskDependencies(transaction, taskId, dependsOn)),
  completeTask: (_, { input }, context) =>
    context.transact((transaction) => completeTask(transaction, context.principal.userId, input)),
};
