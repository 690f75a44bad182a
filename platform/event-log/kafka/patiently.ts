import { setTimeout as delay } from 'node:timers/promises';
import { errorType } from './protocol.ts';

const pauseMs = 50;
const tries = 160;

/** What a cluster answers while something that was made or moved a moment ago is not in place everywhere. */
const passing = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'OFFSET_NOT_AVAILABLE',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'GROUP_LOAD_IN_PROGRESS',
]);

/** The same of a broker that was asked where it is, and asked another question: who asks anew where it is may go on. */
const moved = 'NOT_COORDINATOR_FOR_GROUP';
const passingFailures = 3;

/** Whether an error is of the kind that ends by itself within moments. */
export function isPassing(error: unknown): boolean {
  return passing.has(errorType(error) ?? '');
}

/**
 * Whether somebody should hear of a failure that is tried again: not of what passes within moments, unless it lasts.
 * @param failures how many there were one after another, this one included
 */
export function isWorthAWord(error: unknown, failures: number): boolean {
  return failures > passingFailures || !(isPassing(error) || errorType(error) === moved);
}

/**
 * Does work again while the cluster says that it is not ready for it, for 8 s at most.
 * @param before done before each repetition
 */
export async function patiently<T>(work: () => Promise<T>, before?: () => Promise<void>): Promise<T> {
  for (let left = tries; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !isPassing(error)) throw error;
      await delay(pauseMs);
      await before?.();
    }
  }
}
