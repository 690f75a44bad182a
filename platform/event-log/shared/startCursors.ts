import { CodedError } from '#platform/errors/codedError.ts';
import type { PositionVector } from '../eventLog.ts';
import type { Cursor, PartitionEnds } from './positions.ts';

const offsetPattern = /^\d{1,15}$/;

/**
 * Where a reader begins in each partition.
 * @throws CodedError EVENT_POSITION_INVALID when the vector is not one of this log, EVENT_POSITION_EXPIRED when it
 * asks for events that retention removed
 */
export function startCursors(ends: readonly PartitionEnds[], from: 'start' | 'end' | PositionVector): Cursor[] {
  return ends.map(({ topic, partition, first, next }) => {
    if (from === 'start') return { topic, partition, next: first };
    if (from === 'end') return { topic, partition, next };
    const wanted = own(own(from, topic), String(partition));
    if (wanted === undefined) return { topic, partition, next: first };
    return { topic, partition, next: checked(wanted, topic, partition, first, next) };
  });
}

function checked(wanted: unknown, topic: string, partition: number, first: number, next: number): number {
  const details = { topic, partition };
  if (typeof wanted !== 'string' || !offsetPattern.test(wanted))
    throw new CodedError('EVENT_POSITION_INVALID', { details });
  const offset = Number(wanted);
  if (offset > next) throw new CodedError('EVENT_POSITION_INVALID', { details });
  if (offset < first) throw new CodedError('EVENT_POSITION_EXPIRED', { details });
  return offset;
}

/** A property of the object itself: vectors come from outside, and `__proto__` or `constructor` name nothing. */
function own<T>(object: Record<string, T> | undefined, name: string): T | undefined {
  return object && Object.hasOwn(object, name) ? object[name] : undefined;
}
