import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadOrder, LoadReport } from './loadMessages.ts';

/** Subscribers, spread over a few processes. */
export interface LoadProcesses {
  open(order: Omit<Extract<LoadOrder, { do: 'open' }>, 'do'>): Promise<void>;
  /** Resolves when all who read have seen so many frames of their series, or the time is over. */
  reached(frames: Readonly<Record<string, number>>, within?: number): Promise<void>;
  /** Lets those who stopped read what is left and come back; resolves when they are in position again. */
  resume(): Promise<void>;
  /** What all of them saw since it was taken last. */
  take(): Promise<LoadReport>;
  /** Ends the subscriptions. */
  close(): Promise<void>;
  /** Ends the processes. */
  end(): void;
}

/** @param count processes */
export function startLoad(count: number): LoadProcesses {
  const children = Array.from({ length: count }, () =>
    fork(join(import.meta.dirname, 'program.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'] }),
  );
  const ask = async (index: number, order: LoadOrder): Promise<unknown> => {
    const child = children[index]!;
    const answer = once(child, 'message');
    child.send(order);
    const [{ report, error }] = (await answer) as [{ report?: unknown; error?: string }];
    if (error !== undefined) throw new Error(error);
    return report;
  };
  const all = (order: LoadOrder) => Promise.all(children.map((_, index) => ask(index, order)));
  return {
    async open({ subscribers, stalled, ...rest }) {
      await Promise.all(
        children.map((_, index) =>
          ask(index, {
            do: 'open',
            ...rest,
            subscribers: subscribers.filter((_each, n) => n % count === index),
            stalled: Math.floor((stalled + count - 1 - index) / count),
          }),
        ),
      );
    },
    async reached(frames, within = 30_000) {
      await all({ do: 'await', frames, within });
    },
    async resume() {
      await all({ do: 'resume' });
    },
    async take() {
      const reports = (await all({ do: 'take' })) as LoadReport[];
      const sum = (field: 'frames' | 'lost' | 'twice' | 'closed') =>
        reports.reduce((total, each) => total + each[field], 0);
      return {
        frames: sum('frames'),
        lost: sum('lost'),
        twice: sum('twice'),
        closed: sum('closed'),
        latencies: reports.flatMap(({ latencies }) => latencies),
      };
    },
    async close() {
      await all({ do: 'close' });
    },
    end() {
      for (const child of children) child.disconnect();
    },
  };
}
