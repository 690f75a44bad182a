import type { QueryResolvers } from '#generated/subgraphs/crm.ts';
import { customerById, dealById, leadById } from '../infrastructure/loaders.ts';
import { listActivities } from '../service/listActivities.ts';
import { listCustomers } from '../service/listCustomers.ts';
import { listDeals } from '../service/listDeals.ts';
import { listLeads } from '../service/listLeads.ts';
import { listPipelines } from '../service/listPipelines.ts';

export const query: QueryResolvers = {
  leads: (_, args, context) => context.read((session) => listLeads(session, args)),
  lead: (_, { id }, context) => context.load(leadById, id),
  customers: (_, args, context) => context.read((session) => listCustomers(session, args)),
  customer: (_, { id }, context) => context.load(customerById, id),
  deals: (_, args, context) => context.read((session) => listDeals(session, args)),
  deal: (_, { id }, context) => context.load(dealById, id),
  pipelines: (_, _args, context) => context.read(listPipelines),
  activities: (_, args, context) => context.read((session) => listActivities(session, args)),
};
