import type { EventRecord } from '#platform/events/eventRecord.ts';

/** Gives the one statement that records the events of a transaction; their sequence is the order of the list. */
export function outboxInsert(events: readonly EventRecord[]): { sql: string; params: unknown[] } {
  return {
    sql: 'INSERT INTO shared.outbox (event) SELECT event FROM unnest($1::json[]) WITH ORDINALITY AS e(event, n) ORDER BY n',
    params: [events.map((event) => JSON.stringify(event))],
  };
}
