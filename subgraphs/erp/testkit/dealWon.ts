import type { DealStageChanged } from '#generated/events.ts';
import { TENANT_A } from '#kit/testkit/startTestStore.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';

/** The event by which crm tells that a deal was won. */
export function dealWon(facts: Partial<DealStageChanged> = {}): EventRecord {
  const at = new Date().toISOString();
  const payload: DealStageChanged = {
    deal_id: uuidv7(),
    tenant_id: TENANT_A,
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
    changed_at: at,
    ...facts,
  };
  const topic = 'deal.stage.changed';
  return {
    topic,
    key: `${payload.tenant_id}:${payload.deal_id}`,
    header: {
      event_id: uuidv7(),
      event_name: topic,
      source: 'crm',
      timestamp: at,
      tenant_id: payload.tenant_id,
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      version: '1.0.0',
      schema: `${topic}-1.0.0`,
    },
    payload: { ...payload },
  };
}
