import { once } from 'node:events';
import type { EventLog, LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';

/** What a producer, a reader and a group of one topic have seen. */
export interface LogTraffic {
  /** Numbers of events whose append was acknowledged, in order of the appends. */
  readonly acknowledged: number[];
  /** Codes of the failures that appends ended with. */
  readonly refusals: string[];
  /** The longest time that one append took to end, well or badly, in milliseconds. */
  longestAppend(): number;
  /** Resolves when this event and all before it came to the reader and to the group. */
  delivered(n: number): Promise<void>;
  /** Appends one event, again and again until it is acknowledged; gives its number. */
  appendOne(): Promise<number>;
  /** What is wrong with what was delivered so far: empty when nothing was lost and every key kept its order. */
  faults(): string[];
  close(): Promise<void>;
}

const keys = 8;

/** Starts a reader and a group on a topic of the log, and offers to append to it. */
export async function startLogTraffic(log: EventLog, topic: string): Promise<LogTraffic> {
  const acknowledged: number[] = [];
  const refusals: string[] = [];
  const seen = { reader: [] as LoggedEvent[], group: [] as LoggedEvent[] };
  const missing = { reader: new Set<number>(), group: new Set<number>() };
  const news = new EventTarget();
  let number = 0;
  let longest = 0;

  const take = (who: keyof typeof seen) => async (events: LoggedEvent[]) => {
    seen[who].push(...events);
    for (const { payload } of events) missing[who].delete(payload.n as number);
    news.dispatchEvent(new Event('news'));
  };
  const reader = await log.read({ topics: [topic], from: 'start', onEvents: take('reader') });
  const consumer = await log.consume({ group: `group-of-${topic}`, topics: [topic], onEvents: take('group') });

  async function tryAppend(record: EventRecord): Promise<boolean> {
    const begin = performance.now();
    try {
      await log.append([record]);
      return true;
    } catch (error) {
      refusals.push(String((error as { code?: string }).code));
      return false;
    } finally {
      longest = Math.max(longest, performance.now() - begin);
    }
  }

  return {
    acknowledged,
    refusals,
    longestAppend: () => longest,
    async delivered(n) {
      const waits = (some: ReadonlySet<number>) => some.values().some((one) => one <= n);
      while (waits(missing.reader) || waits(missing.group)) await once(news, 'news');
    },
    async appendOne() {
      const n = number++;
      const record = numbered(topic, n);
      missing.reader.add(n);
      missing.group.add(n);
      while (!(await tryAppend(record)));
      acknowledged.push(n);
      return n;
    },
    faults: () => Object.entries(seen).flatMap(([who, events]) => faultsOf(who, events, acknowledged)),
    async close() {
      await reader.close();
      await consumer.close();
    },
  };
}

/** Repetitions are allowed to a log; losing an acknowledged event, or another order of a key's first deliveries, is not. */
function faultsOf(who: string, events: readonly LoggedEvent[], acknowledged: readonly number[]): string[] {
  const faults: string[] = [];
  const last = new Map<string, number>();
  const seen = new Set<number>();
  for (const { key, payload } of events) {
    const n = payload.n as number;
    if (seen.has(n)) continue;
    seen.add(n);
    if (n < (last.get(key) ?? -1)) faults.push(`${who}: ${n} came after ${last.get(key)} of ${key}`);
    last.set(key, n);
  }
  for (const n of acknowledged) if (!seen.has(n)) faults.push(`${who}: ${n} was lost`);
  return faults;
}

function numbered(topic: string, n: number): EventRecord {
  return {
    topic,
    key: `key-${n % keys}`,
    header: {
      event_id: uuidv7(),
      event_name: 'Numbered',
      source: 'trial',
      timestamp: new Date().toISOString(),
      tenant_id: '01890000-0000-7000-8000-00000000ac3e',
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      version: '1.0.0',
      schema: 'numbered-1',
    },
    payload: { n },
  };
}
