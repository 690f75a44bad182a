import { defineSubgraph } from '#kit/defineSubgraph.ts';
import { migrationsIn } from '#kit/tenancy/migrationsIn.ts';
import { resolvers } from './api/resolvers.ts';
import { activities } from './infrastructure/activities.ts';
import { contacts } from './infrastructure/contacts.ts';
import { customers } from './infrastructure/customers.ts';
import { deals } from './infrastructure/deals.ts';
import { leads } from './infrastructure/leads.ts';
import { pipelines } from './infrastructure/pipelines.ts';
import { seedPipeline } from './service/seedPipeline.ts';

/** Leads, customers, contacts, deals in pipelines, activities. */
export const crm = defineSubgraph({
  name: 'crm',
  entities: [leads, customers, contacts, pipelines, deals, activities],
  migrations: migrationsIn(import.meta.dirname),
  resolvers,
  onProvision: seedPipeline,
});
