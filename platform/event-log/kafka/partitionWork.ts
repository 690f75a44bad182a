import type { ConsumeOptions, LoggedEvent } from '../eventLog.ts';
import type { TopicPartition } from '../shared/assignPartitions.ts';
import { createGate } from '../shared/gate.ts';
import { persist } from '../shared/persist.ts';
import { eventsAtOnce } from '../shared/positions.ts';
import { createEventTarget } from './eventTarget.ts';
import type { FetchTarget } from './fetchLoop.ts';
import type { ValueCodec } from './valueCodec.ts';

/** The work of one member on one partition during one generation. */
export interface PartitionWork {
  readonly target: FetchTarget;
  /** Resolves when it has ended after its signal aborted: no call of `onEvents` runs, what was finished is committed. */
  readonly ended: Promise<void>;
}

/** What the work on one partition needs. */
export interface PartitionWorkOptions extends TopicPartition, Pick<ConsumeOptions, 'onEvents'> {
  /** Offset of the first event to deliver. */
  readonly from: number;
  readonly codec: ValueCodec;
  /** Commits the offset behind what is finished; never rejects. */
  commit(next: number): Promise<void>;
  /** Called when there is room for more events. */
  onRoom(): void;
  onError(error: Error): void;
  readonly signal: AbortSignal;
}

/** Fetching goes on while fewer events than this wait, so that a partition that fails does not fill the memory. */
const eventsAhead = 2 * eventsAtOnce;

/** Starts to deliver the events that its target gets. A call that fails is repeated with a growing delay. */
export function startPartitionWork(options: PartitionWorkOptions): PartitionWork {
  const { onEvents, onError, signal } = options;
  const gate = createGate();
  const waiting: LoggedEvent[] = [];
  let fetched = options.from;
  let committed = options.from;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      if (waiting.length > 0) await deliver(waiting.slice(0, eventsAtOnce));
      // Behind records that were no events.
      else if (fetched > committed) await commit(fetched);
      else await gate.wait(signal);
    }
  }

  async function deliver(events: LoggedEvent[]): Promise<void> {
    if (!(await persist(() => onEvents(events), onError, signal))) return;
    waiting.splice(0, events.length);
    options.onRoom();
    await commit(Number(events.at(-1)!.position.offset) + 1);
  }

  async function commit(next: number): Promise<void> {
    committed = next;
    await options.commit(next);
  }

  const target = createEventTarget({
    ...options,
    hasRoom: () => waiting.length < eventsAhead,
    push(events, next) {
      for (const event of events) waiting.push(event);
      fetched = next;
      gate.open();
    },
    beyondEnd: 'first',
  });
  return { target, ended: run() };
}
