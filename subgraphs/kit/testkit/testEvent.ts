import { type EventPayloads, eventContracts, type Topic } from '#generated/events.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';

/** Makes an event of a payload as the domain that owns its topic publishes it, for tests of those who consume it. */
export function testEvent<T extends Topic>(topic: T, payload: EventPayloads[T]): EventRecord {
  const { key, domain, version } = eventContracts[topic];
  const facts: Record<string, unknown> = { ...payload };
  const tenant_id = payload.tenant_id;
  return {
    topic,
    key: key === 'tenant_id' ? tenant_id : `${tenant_id}:${facts[key]}`,
    header: {
      event_id: uuidv7(),
      event_name: topic,
      source: domain,
      timestamp: new Date().toISOString(),
      tenant_id,
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      version,
      schema: `${topic}-${version}`,
    },
    payload: facts,
  };
}
