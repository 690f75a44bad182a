import { byId } from '#kit/loaders/byId.ts';
import { connectionOf } from '#kit/paging/connectionOf.ts';
import { activities } from './activities.ts';
import { contacts } from './contacts.ts';
import { customers } from './customers.ts';
import { deals } from './deals.ts';
import { leads } from './leads.ts';
import { pipelines } from './pipelines.ts';

export const leadById = byId(leads);
export const customerById = byId(customers);
export const contactById = byId(contacts);
export const pipelineById = byId(pipelines);
export const dealById = byId(deals);
export const activityById = byId(activities);

export const contactsOfCustomer = connectionOf(contacts, 'customerId', { column: 'createdAt', direction: 'ASC' });
export const dealsOfCustomer = connectionOf(deals, 'customerId', { column: 'createdAt', direction: 'DESC' });
export const activitiesOfCustomer = connectionOf(activities, 'customerId', {
  column: 'occurredAt',
  direction: 'DESC',
});
