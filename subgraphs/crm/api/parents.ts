/**
 * What resolvers get as the parent of each type: stored rows. Named `<GraphQLType>Parent`, so that the generator maps
 * the type of the API to it.
 */
import type { Connection } from '#kit/paging/connection.ts';
import type { ActivityRow } from '../infrastructure/activities.ts';
import type { ContactRow } from '../infrastructure/contacts.ts';
import type { CustomerRow } from '../infrastructure/customers.ts';
import type { DealRow } from '../infrastructure/deals.ts';
import type { LeadRow } from '../infrastructure/leads.ts';
import type { PipelineRow } from '../infrastructure/pipelines.ts';

export type LeadParent = LeadRow;
export type CustomerParent = CustomerRow;
export type ContactParent = ContactRow;
export type PipelineParent = PipelineRow;
export type DealParent = DealRow;
export type ActivityParent = ActivityRow;
/** A user is known by its id; the tenant domain knows the rest. */
export type UserParent = { id: string };

export type LeadConnectionParent = Connection<LeadRow>;
export type CustomerConnectionParent = Connection<CustomerRow>;
export type ContactConnectionParent = Connection<ContactRow>;
export type DealConnectionParent = Connection<DealRow>;
export type ActivityConnectionParent = Connection<ActivityRow>;
