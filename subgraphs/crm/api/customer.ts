import type { ContactResolvers, CustomerResolvers } from '#generated/subgraphs/crm.ts';
import { userReference } from '#kit/references/userReference.ts';
import {
  activitiesOfCustomer,
  contactById,
  contactsOfCustomer,
  customerById,
  dealsOfCustomer,
} from '../infrastructure/loaders.ts';

export const customer: CustomerResolvers = {
  __resolveReference: ({ id }, context) => context.load(customerById, id),
  owner: ({ ownerId }) => userReference(ownerId),
  contacts: ({ id }, page, context) => context.load(contactsOfCustomer, { of: id, ...page }),
  deals: ({ id }, page, context) => context.load(dealsOfCustomer, { of: id, ...page }),
  activities: ({ id }, page, context) => context.load(activitiesOfCustomer, { of: id, ...page }),
  tenant: (_, _args, context) => ({ id: context.principal.tenantId }),
};

export const contact: ContactResolvers = {
  __resolveReference: ({ id }, context) => context.load(contactById, id),
};
