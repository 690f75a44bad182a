import type { LoggedEvent, LogReader, ReadOptions } from '../eventLog.ts';
import { createGate } from '../shared/gate.ts';
import { persist } from '../shared/persist.ts';
import { eventsAtOnce } from '../shared/positions.ts';
import { createProgress } from '../shared/progress.ts';
import { startCursors } from '../shared/startCursors.ts';
import { createEventTarget } from './eventTarget.ts';
import { startFetchLoop } from './fetchLoop.ts';
import type { KafkaParts } from './kafkaParts.ts';

/** Fetching goes on while fewer events than this wait for their receiver. */
const eventsAhead = 2 * eventsAtOnce;

/**
 * Reads topics that exist from a position on. It is in no group: it asks each partition's leader for offsets that it
 * keeps itself, so it begins exactly where it was told, at once, and leaves nothing in the cluster. See `EventLog.read`.
 */
export async function startReader(parts: KafkaParts, options: ReadOptions): Promise<LogReader> {
  const { names, topics, codec } = parts;
  const { from, onEvents, onError = () => undefined } = options;
  const cursors = startCursors(await parts.ends(options.topics), from);
  const progress = createProgress(cursors);
  const stop = new AbortController();
  const { signal } = stop;
  const link = parts.link('reader');
  const gate = createGate();
  const waiting: LoggedEvent[] = [];
  /** What lies before these was fetched, but may wait for its receiver. */
  const fetched = cursors.map(({ topic, partition, next }) => ({ topic, partition, next }));

  const targets = cursors.map(({ topic, partition, next }, index) =>
    createEventTarget({
      topic,
      partition,
      from: next,
      codec,
      hasRoom: () => waiting.length < eventsAhead,
      push(events) {
        for (const event of events) waiting.push(event);
        gate.open();
      },
      onFetched(offset) {
        fetched[index]!.next = offset;
        if (waiting.length === 0) progress.advance(topic, partition, offset);
      },
      onError,
      beyondEnd: 'next',
      signal,
    }),
  );
  const fetching = startFetchLoop({ link, names, targets, topics, onError, signal });

  async function deliver(): Promise<void> {
    while (!signal.aborted) {
      if (waiting.length === 0) {
        await gate.wait(signal);
        continue;
      }
      const events = waiting.slice(0, eventsAtOnce);
      if (!(await persist(() => onEvents(events), onError, signal))) return;
      waiting.splice(0, events.length);
      for (const { position } of events) {
        progress.advance(position.topic, position.partition, Number(position.offset) + 1);
      }
      // Behind the last event there may be records that are none.
      if (waiting.length === 0) for (const each of fetched) progress.advance(each.topic, each.partition, each.next);
      fetching.wake();
    }
  }

  const delivering = deliver();
  const close = async () => {
    stop.abort();
    link.reset();
    options.signal?.removeEventListener('abort', close);
    await Promise.all([delivering, fetching.ended]);
    progress.close();
  };
  if (options.signal?.aborted) await close();
  else options.signal?.addEventListener('abort', close, { once: true });
  return { passed: progress.passed, close };
}
