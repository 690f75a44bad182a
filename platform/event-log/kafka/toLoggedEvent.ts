import type { LoggedEvent } from '../eventLog.ts';
import type { FetchedRecord } from './protocol.ts';
import { fromRecordHeaders } from './recordHeaders.ts';
import type { ValueCodec } from './valueCodec.ts';

/**
 * Makes an event of a record.
 * @throws CodedError EVENT_INVALID when it can never be one
 */
export async function toLoggedEvent(
  codec: ValueCodec,
  topic: string,
  partition: number,
  record: FetchedRecord,
): Promise<LoggedEvent> {
  return {
    topic,
    key: record.key?.toString('utf8') ?? '',
    header: fromRecordHeaders(topic, record.headers),
    payload: await codec.decodeValue(topic, record.value ?? Buffer.alloc(0)),
    position: { topic, partition, offset: record.offset },
  };
}
