import { once } from 'node:events';
import type { EventLog, LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { CallRecord, type FaultTraffic } from '../faultGround.ts';

const keys = 8;

/** Starts a reader and a group on a topic of the log, and appends to it; every event has to come to both, in order per key. */
export async function startLogTraffic(log: EventLog, topic: string): Promise<FaultTraffic> {
  const acknowledged: number[] = [];
  const seen = { reader: [] as LoggedEvent[], group: [] as LoggedEvent[] };
  const missing = { reader: new Set<number>(), group: new Set<number>() };
  const news = new EventTarget();
  const calls = new CallRecord();
  let number = 0;

  const take = (who: keyof typeof seen) => async (events: LoggedEvent[]) => {
    seen[who].push(...events);
    for (const { payload } of events) missing[who].delete(payload.n as number);
    news.dispatchEvent(new Event('news'));
  };
  const reader = await log.read({ topics: [topic], from: 'start', onEvents: take('reader') });
  const consumer = await log.consume({ group: `group-of-${topic}`, topics: [topic], onEvents: take('group') });

  async function delivered(n: number): Promise<void> {
    const waits = (some: ReadonlySet<number>) => some.values().some((one) => one <= n);
    while (waits(missing.reader) || waits(missing.group)) await once(news, 'news');
  }

  /** Appends one event, again and again until it is acknowledged; gives its number. */
  async function appendOne(): Promise<number> {
    const n = number++;
    const record = numbered(topic, n);
    missing.reader.add(n);
    missing.group.add(n);
    while (!(await calls.of(() => log.append([record]))));
    acknowledged.push(n);
    return n;
  }

  return {
    calls,
    use: async () => void (await appendOne()),
    wholeWay: async () => delivered(await appendOne()),
    settled: () => delivered(acknowledged.at(-1)!),
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
