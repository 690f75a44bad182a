import type { EventRecord } from '#platform/events/eventRecord.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import type { LoggedEvent } from '../eventLog.ts';

/** An event whose payload counts. */
export function sampleEvent(topic: string, key: string, n: number): EventRecord {
  return {
    topic,
    key,
    header: {
      event_id: uuidv7(),
      event_name: 'Sample',
      source: 'contract',
      timestamp: new Date().toISOString(),
      tenant_id: '01890000-0000-7000-8000-00000000ac3e',
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      version: '1.0.0',
      schema: 'sample-1',
    },
    payload: { n },
  };
}

/** Events numbered from `first` on, spread over so many keys. */
export function sampleEvents(topic: string, amount: number, { keys = 1, first = 0 } = {}): EventRecord[] {
  return Array.from({ length: amount }, (_, i) => sampleEvent(topic, `key-${(first + i) % keys}`, first + i));
}

/** The numbers in the payloads. */
export function numbers(events: readonly EventRecord[]): number[] {
  return events.map(({ payload }) => payload.n as number);
}

/** The numbers in ascending order. */
export function sortedNumbers(events: readonly EventRecord[]): number[] {
  return numbers(events).sort((a, b) => a - b);
}

/** 0, 1, … as many as asked for, from `first` on. */
export function range(amount: number, first = 0): number[] {
  return Array.from({ length: amount }, (_, i) => first + i);
}

/** Groups events by a property of theirs, keeping their order. */
export function groupedBy<K>(events: readonly LoggedEvent[], property: (event: LoggedEvent) => K): LoggedEvent[][] {
  return [...Map.groupBy(events, property).values()];
}

/** Topic and partition of an event. */
export function partitionName({ position }: LoggedEvent): string {
  return `${position.topic}/${position.partition}`;
}
