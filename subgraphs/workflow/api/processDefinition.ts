import type { ProcessDefinitionResolvers } from '#generated/subgraphs/workflow.ts';
import { present } from '#kit/references/present.ts';
import { userReference } from '#kit/references/userReference.ts';
import { definitionById, instancesOfDefinition, modelByDefinition } from '../infrastructure/loaders.ts';

export const processDefinition: ProcessDefinitionResolvers = {
  __resolveReference: ({ id }, context) => context.load(definitionById, id),
  reasons: ({ reasons }) => [...reasons],
  warnings: ({ warnings }) => [...warnings],
  xml: async ({ id }, _, context) => present(await context.load(modelByDefinition, id)).xml,
  instances: ({ id }, page, context) => context.load(instancesOfDefinition, { of: id, ...page }),
  deployedBy: ({ deployedById }) => userReference(deployedById),
};
