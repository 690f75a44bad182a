import type { EventRecord } from '#platform/events/eventRecord.ts';
import { isUuid } from '../validation/isUuid.ts';

/** Whether an event says which it is and whose; only such an event can have an effect once. */
export function isIdentified({ header }: Partial<EventRecord>): boolean {
  return isUuid(header?.event_id) && isUuid(header?.tenant_id);
}
