import { CodedError } from '#platform/errors/codedError.ts';
import type { Cursor } from './positions.ts';

/** What a reader or a member of a group is told before it goes on behind events that retention removed unread. */
export function removedUnread({ topic, partition, next }: Readonly<Cursor>, first: number): CodedError {
  const removed = first - next;
  return new CodedError('EVENT_POSITION_EXPIRED', {
    message: `Retention removed ${removed} events of ${topic}/${partition} before they were read.`,
    details: { topic, partition, removed },
  });
}

/** Whether an error that a reader was told of means that it goes on behind events which it never gives. */
export function isSkip(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'EVENT_POSITION_EXPIRED' || code === 'EVENT_POSITION_INVALID';
}
