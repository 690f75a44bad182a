import type { Resolvers } from '#generated/subgraphs/crm.ts';
import { activity } from './activity.ts';
import { contact, customer } from './customer.ts';
import { deal, pipeline } from './deal.ts';
import { lead } from './lead.ts';
import { mutation } from './mutation.ts';
import { query } from './query.ts';

/** The resolvers of crm; fields without one are properties of their parents. */
export const resolvers: Resolvers = {
  Query: query,
  Mutation: mutation,
  Lead: lead,
  Customer: customer,
  Contact: contact,
  Pipeline: pipeline,
  Deal: deal,
  Activity: activity,
};
