import type { LeadResolvers } from '#generated/subgraphs/crm.ts';
import { userReference } from '#kit/references/userReference.ts';
import { customerById, leadById } from '../infrastructure/loaders.ts';

export const lead: LeadResolvers = {
  __resolveReference: ({ id }, context) => context.load(leadById, id),
  assignedTo: ({ assignedToId }) => userReference(assignedToId),
  customer: ({ customerId }, _, context) => (customerId ? context.load(customerById, customerId) : null),
};
