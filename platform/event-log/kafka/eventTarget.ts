import { CodedError } from '#platform/errors/codedError.ts';
import type { LoggedEvent } from '../eventLog.ts';
import { persist } from '../shared/persist.ts';
import { removedUnread } from '../shared/skipped.ts';
import type { FetchTarget } from './fetchLoop.ts';
import type { FetchedRecord } from './protocol.ts';
import { toLoggedEvent } from './toLoggedEvent.ts';
import type { ValueCodec } from './valueCodec.ts';

/** What is made of fetched records, and where it goes. */
export interface EventTargetOptions {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the first event that is wanted. */
  readonly from: number;
  readonly codec: ValueCodec;
  hasRoom(): boolean;
  /** Takes events in order and the offset behind them; there may be no events, when none of the records was one. */
  push(events: LoggedEvent[], next: number): void;
  /** Told, behind every fetch, which offset is fetched next. */
  onFetched?(offset: number): void;
  /** Told of records that are no events and of offsets that are no longer there. */
  onError(error: Error): void;
  /** Where to go on when the log ends before the wanted offset: a topic was made anew, or lost its end. */
  readonly beyondEnd: 'first' | 'next';
  readonly signal: AbortSignal;
}

/** Makes the target of one partition that turns its records into events. */
export function createEventTarget(options: EventTargetOptions): FetchTarget {
  const { topic, partition, codec, onError, signal } = options;

  /** Undefined when it can never be an event. Whatever else is wrong is waited for. */
  async function decode(record: FetchedRecord): Promise<LoggedEvent | undefined> {
    try {
      return await toLoggedEvent(codec, topic, partition, record);
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'EVENT_INVALID') throw error;
      const { offset } = record;
      onError(
        new CodedError('EVENT_INVALID', {
          message: error.message,
          details: { topic, partition, offset },
          cause: error,
        }),
      );
      return undefined;
    }
  }

  return {
    topic,
    partition,
    fetchOffset: options.from,
    wanted: options.hasRoom,
    fetched() {
      options.onFetched?.(this.fetchOffset);
    },
    async accept(records) {
      const events: LoggedEvent[] = [];
      for (const record of records) {
        if (record.isControlRecord) continue;
        const decoded = await persist(() => decode(record), onError, signal);
        if (!decoded) return;
        if (decoded.result) events.push(decoded.result);
      }
      this.fetchOffset = Number(records.at(-1)!.offset) + 1;
      options.push(events, this.fetchOffset);
    },
    moveWithin({ first, next }) {
      const wanted = this.fetchOffset;
      if (wanted < first) {
        onError(removedUnread({ topic, partition, next: wanted }, first));
        this.fetchOffset = first;
      } else if (wanted > next) {
        const message = `${topic}/${partition} ends at ${next}, before the position ${wanted} that was reached.`;
        onError(new CodedError('EVENT_POSITION_INVALID', { message, details: { topic, partition } }));
        this.fetchOffset = options.beyondEnd === 'first' ? first : next;
      }
    },
  };
}
