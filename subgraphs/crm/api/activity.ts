import type { ActivityResolvers } from '#generated/subgraphs/crm.ts';
import { activityById, customerById, dealById } from '../infrastructure/loaders.ts';

export const activity: ActivityResolvers = {
  __resolveReference: ({ id }, context) => context.load(activityById, id),
  customer: ({ customerId }, _, context) => (customerId ? context.load(customerById, customerId) : null),
  deal: ({ dealId }, _, context) => (dealId ? context.load(dealById, dealId) : null),
  author: ({ authorId }) => ({ id: authorId }),
};
