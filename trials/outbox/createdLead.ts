import type { LeadCreated } from '#generated/events.ts';
import { tenantId } from './outboxSettings.ts';

/** What a trial publishes with each row. */
export function createdLead(key: string, name: string): LeadCreated {
  return {
    lead_id: key,
    tenant_id: tenantId,
    name,
    email: 'lead@example.com',
    source: 'web',
    assigned_to: null,
    created_at: new Date().toISOString(),
  };
}
