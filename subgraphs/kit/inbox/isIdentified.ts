import type { EventRecord } from '#platform/events/eventRecord.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether an event says which it is and whose; only such an event can have an effect once. */
export function isIdentified({ header }: Partial<EventRecord>): boolean {
  return UUID.test(header?.event_id ?? '') && UUID.test(header?.tenant_id ?? '');
}
