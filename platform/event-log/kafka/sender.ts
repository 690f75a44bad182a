import type { Producer } from 'kafkajs';
import type { LogPosition } from '../eventLog.ts';
import { withDeadline } from './deadline.ts';
import type { KafkaLink } from './link.ts';
import { createRequestSize, type RequestSize } from './requestSize.ts';
import type { TopicNames } from './topicNames.ts';
import { unavailable } from './unavailable.ts';

/** A record on its way to a partition. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: Buffer;
}

/** Sends records through an idempotent producer. */
export interface Sender {
  /**
   * Sends records of topics that exist, in order per partition, acknowledged by all replicas in sync. Not to be called
   * again before it ended.
   * @throws CodedError EVENT_LOG_UNAVAILABLE after 10 s at most; then some records may have been stored
   */
  send(records: readonly OutgoingRecord[]): Promise<LogPosition[]>;
  close(): void;
}

const deadlineMs = 10_000;
const allReplicas = -1;
const retry = { retries: 4, initialRetryTime: 100, maxRetryTime: 1_000 };
/** A request's records of one partition are one batch, which must stay below the topic's largest. */
const recordsAtOnce = 1_000;
const largestRequest = 1_000_000;

/** Makes a sender; it connects when there is something to send. */
export function createSender(link: KafkaLink, names: TopicNames): Sender {
  let producer: Producer | undefined;
  const size = createRequestSize(largestRequest);

  async function connected(): Promise<Producer> {
    if (producer) return producer;
    const made = link.client().producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition!,
      retry,
    });
    made.on(made.events.REQUEST_TIMEOUT, () => link.reset());
    await made.connect();
    producer = made;
    return made;
  }

  async function request(records: readonly OutgoingRecord[]): Promise<LogPosition[]> {
    const topicMessages = [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, some]) => ({
      topic: names.inCluster(topic),
      messages: some.map(({ partition, key, headers, value }) => ({ partition, key, headers, value })),
    }));
    const answers = await (await connected()).sendBatch({ acks: allReplicas, topicMessages });
    const next = new Map(
      answers.map(({ topicName, partition, baseOffset }) => [
        `${partition}/${names.ours(topicName)}`,
        BigInt(baseOffset!),
      ]),
    );
    return records.map(({ topic, partition }) => {
      const offset = next.get(`${partition}/${topic}`)!;
      next.set(`${partition}/${topic}`, offset + 1n);
      return { topic, partition, offset: String(offset) };
    });
  }

  return {
    async send(records) {
      const positions: LogPosition[] = [];
      try {
        for (const some of inRequests(records, size)) {
          positions.push(...(await withDeadline(request(some), deadlineMs)));
          size.succeeded();
        }
        return positions;
      } catch (error) {
        // A failed batch may have been stored. A producer that went on would give its sequence numbers to the next
        // batch, which brokers would then take for the repetition and drop. A new producer has numbers of its own.
        producer = undefined;
        link.reset();
        size.failed();
        throw unavailable(error);
      }
    },
    close() {
      producer = undefined;
      link.reset();
    },
  };
}

/** Divides records into requests that are neither too many nor too large; one record alone may be larger. */
function* inRequests(records: readonly OutgoingRecord[], size: RequestSize): Generator<OutgoingRecord[]> {
  let some: OutgoingRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    if (some.length === recordsAtOnce || (some.length > 0 && bytes + record.value.length > size.bytes())) {
      yield some;
      some = [];
      bytes = 0;
    }
    some.push(record);
    bytes += record.value.length;
  }
  if (some.length > 0) yield some;
}
