import type { Pool } from 'pg';
import type { LoggedEvent, LogReader, ReadOptions } from '../eventLog.ts';
import { createGate } from '../shared/gate.ts';
import { persist } from '../shared/persist.ts';
import { type Cursor, eventsAtOnce } from '../shared/positions.ts';
import { createProgress } from '../shared/progress.ts';
import { removedUnread } from '../shared/skipped.ts';
import { startCursors } from '../shared/startCursors.ts';
import type { HeadWatch } from './headWatch.ts';
import { readEnds } from './readEnds.ts';
import { longestReadPauseMs, readEvents } from './readEvents.ts';

/** Reads topics that exist from a position on, without a group. See `EventLog.read`. */
export async function startReader(pool: Pool, watch: HeadWatch, options: ReadOptions): Promise<LogReader> {
  const { topics, from, onEvents, onError = () => undefined } = options;
  const gate = createGate();
  const stop = new AbortController();
  // Following before reading the ends: what is appended in between is heard.
  const unfollow = watch.follow({ topics, onGrowth: () => gate.open(), onError });
  let cursors: Cursor[];
  try {
    const ends = await readEnds(pool, topics);
    cursors = startCursors(ends, from);
    watch.learn(ends);
  } catch (error) {
    unfollow();
    throw error;
  }

  const progress = createProgress(cursors);

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      const behind = cursors.filter((cursor) => watch.head(cursor.topic, cursor.partition) > cursor.next);
      if (behind.length === 0) {
        await gate.wait(stop.signal);
        continue;
      }
      await step(behind.slice(0, eventsAtOnce));
    }
  }

  async function step(behind: Cursor[]): Promise<void> {
    const heads = behind.map((cursor) => watch.head(cursor.topic, cursor.partition));
    const read = await persist(() => readEvents(pool, behind), onError, stop.signal, longestReadPauseMs);
    if (!read || stop.signal.aborted) return;
    const events = read.result;
    for (const [i, cursor] of behind.entries()) {
      const begin = Number(events.find(isOf(cursor))?.position.offset ?? heads[i]);
      if (begin > cursor.next) onError(removedUnread(cursor, begin));
    }
    if (events.length > 0 && !(await persist(() => onEvents(events), onError, stop.signal))) return;
    for (const [i, cursor] of behind.entries()) {
      const last = events.findLast(isOf(cursor));
      // Nothing there although the head was further: retention removed it.
      cursor.next = last ? Number(last.position.offset) + 1 : heads[i]!;
      progress.advance(cursor.topic, cursor.partition, cursor.next);
    }
  }

  const running = run();
  const close = async () => {
    stop.abort();
    unfollow();
    options.signal?.removeEventListener('abort', close);
    await running;
    progress.close();
  };
  if (options.signal?.aborted) await close();
  else options.signal?.addEventListener('abort', close, { once: true });
  return { passed: progress.passed, close };
}

const isOf =
  ({ topic, partition }: Cursor) =>
  ({ position }: LoggedEvent): boolean =>
    position.topic === topic && position.partition === partition;
