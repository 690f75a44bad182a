import pg from 'pg';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';

/** What is left when all is done. */
export interface Outcome {
  readonly committed: number;
  readonly logged: number;
  /** Events that are in the log more than once, as a relay may send again: known by their id. */
  readonly repeated: number;
  /** Committed, but not in the log. */
  readonly lost: number;
  /** In the log, but not committed. */
  readonly phantom: number;
  readonly outOfOrder: number;
  readonly effects: number;
  readonly effectsLost: number;
  readonly effectsTwice: number;
}

/** Rows that transactions and consumers left, from the tenant's schema. */
export async function readNotes(superuserUrl: string, schema: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ text: string }>(`SELECT text FROM ${pg.escapeIdentifier(schema)}.notes`);
    return rows.map(({ text }) => text);
  } finally {
    await client.end();
  }
}

/** Compares what was committed with what the log has and what consumers did. */
export function countOutcome(notes: readonly string[], events: readonly LoggedEvent[]): Outcome {
  const after = (prefix: string): string[] =>
    notes.filter((text) => text.startsWith(prefix)).map((text) => text.slice(prefix.length));
  const committed = new Set(after('written '));
  const done = after('effect ');
  const effects = new Set(done);
  const first = [...new Map(events.toReversed().map((event) => [event.header.event_id, event])).values()].reverse();
  const logged = first.map(({ payload }) => String(payload.name));
  const inLog = new Set(logged);
  const last = new Map<string, number>();
  let outOfOrder = 0;
  for (const name of logged) {
    const [lane, number] = name.split(':') as [string, string];
    if (Number(number) <= (last.get(lane) ?? 0)) outOfOrder++;
    last.set(lane, Number(number));
  }
  return {
    committed: committed.size,
    logged: logged.length,
    repeated: events.length - first.length,
    lost: committed.difference(inLog).size,
    phantom: inLog.difference(committed).size,
    outOfOrder,
    effects: effects.size,
    effectsLost: committed.difference(effects).size,
    effectsTwice: done.length - effects.size,
  };
}
