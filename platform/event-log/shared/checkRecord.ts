import { CodedError } from '#platform/errors/codedError.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';

/** A record in the form in which it is stored. */
export interface StoredRecord {
  readonly topic: string;
  readonly key: string;
  readonly header: string;
  readonly payload: string;
}

const topicPattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,199}$/;
const longestKey = 1_024;
const largestRecord = 1_000_000;

/**
 * Checks a record against the limits of every log and serialises it.
 * @throws CodedError EVENT_INVALID, naming the fault
 */
export function checkRecord(record: EventRecord): StoredRecord {
  const { topic, key } = record;
  checkTopic(topic);
  if (typeof key !== 'string' || key === '' || key.length > longestKey || key.includes('\0')) {
    throw invalid(topic, `its key must have 1 to ${longestKey} characters and no NUL`);
  }
  if (!record.header?.event_id) throw invalid(topic, 'its header has no event_id');
  if (!record.header.tenant_id) throw invalid(topic, 'its header has no tenant_id');
  const header = JSON.stringify(record.header);
  const payload = JSON.stringify(record.payload);
  if (!payload?.startsWith('{')) throw invalid(topic, 'its payload is no object');
  if (header.length + payload.length > largestRecord)
    throw invalid(topic, `it is larger than ${largestRecord} characters`);
  return { topic, key, header, payload };
}

/** @throws CodedError EVENT_INVALID when this cannot be a topic's name */
export function checkTopic(topic: string): void {
  if (!topicPattern.test(topic)) throw invalid(String(topic).slice(0, 80), 'this is no name of a topic');
}

function invalid(topic: string, fault: string): CodedError {
  return new CodedError('EVENT_INVALID', { message: `Event of topic ${topic}: ${fault}.`, details: { topic } });
}
