import type { MutationResolvers } from '#generated/subgraphs/crm.ts';
import { addContact } from '../service/addContact.ts';
import { assignLead } from '../service/assignLead.ts';
import { convertLead } from '../service/convertLead.ts';
import { createCustomer } from '../service/createCustomer.ts';
import { createDeal } from '../service/createDeal.ts';
import { createLead } from '../service/createLead.ts';
import { discardLead } from '../service/discardLead.ts';
import { logActivity } from '../service/logActivity.ts';
import { moveDeal } from '../service/moveDeal.ts';
import { updateCustomer } from '../service/updateCustomer.ts';

export const mutation: MutationResolvers = {
  createLead: (_, { input }, context) => context.transact((transaction) => createLead(transaction, input)),
  assignLead: (_, { leadId, userId }, context) =>
    context.transact((transaction) => assignLead(transaction, leadId, userId ?? null)),
  discardLead: (_, { leadId }, context) => context.transact((transaction) => discardLead(transaction, leadId)),
  convertLead: (_, { input }, context) => context.transact((transaction) => convertLead(transaction, input)),
  createCustomer: (_, { input }, context) => context.transact((transaction) => createCustomer(transaction, input)),
  updateCustomer: (_, { input }, context) => context.transact((transaction) => updateCustomer(transaction, input)),
  addContact: (_, { input }, context) => context.transact((transaction) => addContact(transaction, input)),
  createDeal: (_, { input }, context) => context.transact((transaction) => createDeal(transaction, input)),
  moveDeal: (_, { dealId, toStage }, context) =>
    context.transact((transaction) => moveDeal(transaction, context.principal.userId, dealId, toStage)),
  logActivity: (_, { input }, context) =>
    context.transact((transaction) => logActivity(transaction, context.principal.userId, input)),
};
