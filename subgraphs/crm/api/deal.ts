import type { DealResolvers, PipelineResolvers } from '#generated/subgraphs/crm.ts';
import { present } from '#kit/references/present.ts';
import { userReference } from '#kit/references/userReference.ts';
import type { RequestContext } from '#kit/requestContext.ts';
import { customerById, dealById, pipelineById } from '../infrastructure/loaders.ts';
import type { PipelineRow } from '../infrastructure/pipelines.ts';

export const deal: DealResolvers = {
  __resolveReference: ({ id }, context) => context.load(dealById, id),
  customer: async ({ customerId }, _, context) => present(await context.load(customerById, customerId)),
  pipeline: ({ pipelineId }, _, context) => pipelineOf(context, pipelineId),
  stage: async ({ pipelineId, stage }, _, context) => {
    const { stages } = await pipelineOf(context, pipelineId);
    return present(stages.find(({ key }) => key === stage));
  },
  value: ({ amount, currency }) => ({ amount, currency }),
  owner: ({ ownerId }) => userReference(ownerId),
};

export const pipeline: PipelineResolvers = {
  __resolveReference: ({ id }, context) => context.load(pipelineById, id),
  stages: ({ stages }) => [...stages].sort((a, b) => a.position - b.position),
};

async function pipelineOf(context: RequestContext, id: string): Promise<PipelineRow> {
  return present(await context.load(pipelineById, id));
}
