import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { insertDeadLetter } from '../inbox/deadLetters.ts';
import type { OwnerQueries } from '../tenancy/ownerQueries.ts';
import { pauseAfterFailure } from '../waiting/pauseAfterFailure.ts';

/** A row of the outbox. */
export interface OutboxRow {
  readonly seq: string;
  readonly event: EventRecord;
}

interface Surroundings {
  readonly queries: OwnerQueries;
  readonly eventLog: EventLog;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** What dead letters of the relay are listed under. */
const relayName = 'kit.relay';

/**
 * Appends a batch in its order, again and again while the log is away.
 *
 * An event that the log will never take is put among the dead letters, so that it does not hold up the rest.
 *
 * @returns whether every event is in the log or among the dead letters; false when the signal aborted before
 * @throws when the database fails while a dead letter is written
 */
export async function appendBatch(rows: readonly OutboxRow[], around: Surroundings): Promise<boolean> {
  for (let failures = 0; !around.signal.aborted; ) {
    try {
      await around.eventLog.append(rows.map((row) => row.event));
      if (failures > 0) around.logger.info({ failures }, 'the event log takes events again');
      return true;
    } catch (error) {
      if (isRefusal(error)) return await appendOneByOne(rows, error, around);
      failures += 1;
      if (failures === 1) around.logger.warn({ err: error }, 'the event log takes no events; trying again');
      await pauseAfterFailure(failures, around.signal);
    }
  }
  return false;
}

async function appendOneByOne(rows: readonly OutboxRow[], refusal: CodedError, around: Surroundings): Promise<boolean> {
  const [only, ...others] = rows;
  if (only && others.length === 0) {
    around.logger.error({ err: refusal, topic: only.event.topic }, 'the event log refuses an event; put it aside');
    await insertDeadLetter(around.queries, {
      consumer: relayName,
      event: only.event,
      attempts: 1,
      reason: refusal.message,
      keep: true,
    });
    return true;
  }
  for (const row of rows) {
    if (!(await appendBatch([row], around))) return false;
  }
  return true;
}

function isRefusal(error: unknown): error is CodedError {
  return error instanceof CodedError && error.code === 'EVENT_INVALID';
}
