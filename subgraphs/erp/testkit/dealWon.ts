import type { DealStageChanged } from '#generated/events.ts';
import { tenantA } from '#kit/testkit/startTestStore.ts';
import { testEvent } from '#kit/testkit/testEvent.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';

/** The event by which crm tells that a deal was won. */
export function dealWon(facts: Partial<DealStageChanged> = {}): EventRecord {
  return testEvent('deal.stage.changed', {
    deal_id: uuidv7(),
    tenant_id: tenantA,
    customer_id: uuidv7(),
    pipeline_id: uuidv7(),
    title: 'Bridge',
    from_stage: 'negotiation',
    to_stage: 'won',
    won: true,
    lost: false,
    amount: '1200.50',
    currency: 'EUR',
    owner_id: null,
    changed_by: uuidv7(),
    changed_at: new Date().toISOString(),
    ...facts,
  });
}
