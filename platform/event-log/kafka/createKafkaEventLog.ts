import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { EventLog, PositionVector } from '../eventLog.ts';
import { coalesce } from '../shared/coalesce.ts';
import { createAppender } from './appender.ts';
import { createControl } from './control.ts';
import { joinGroup } from './joinGroup.ts';
import { jsonCodec } from './jsonCodec.ts';
import type { KafkaParts } from './kafkaParts.ts';
import type { KafkaConnection, TopicDefaults } from './kafkaSettings.ts';
import { createLink } from './link.ts';
import { readEnds } from './readEnds.ts';
import { readLag } from './readLag.ts';
import { startReader } from './startReader.ts';
import { createTopicNames } from './topicNames.ts';
import { createTopics } from './topics.ts';
import { unavailable } from './unavailable.ts';
import type { ValueCodec } from './valueCodec.ts';

/** What `createKafkaEventLog` takes. */
export interface KafkaEventLogOptions {
  readonly connection: KafkaConnection;
  /** How topics are made; see `TopicDefaults`. Unless given: 4 partitions, one replica, seven days, nothing compacted. */
  readonly topicDefaults?: Partial<TopicDefaults>;
  /** Put before the names of topics and groups, so that several installations can share a cluster. */
  readonly prefix?: string;
  /** How payloads are written; JSON unless given. */
  readonly codec?: ValueCodec;
  /** After how long without a sign of life a member's partitions go to others; default 10 s. */
  readonly sessionTimeoutMs?: number;
  readonly logger: Logger;
}

/**
 * Opens the event log that Kafka keeps.
 *
 * It survives restarts of brokers and breaks of the network: readers and consumers report the loss, connect again and go
 * on where they were.
 * @throws CodedError EVENT_LOG_UNAVAILABLE within 10 s when no broker can be reached now
 */
export async function createKafkaEventLog(options: KafkaEventLogOptions): Promise<EventLog> {
  const { connection, logger, prefix = '', codec = jsonCodec, sessionTimeoutMs = 10_000 } = options;
  const link = (purpose: string) => createLink(connection, `inopsio-${purpose}`, logger);
  const controlLink = link('control');
  const control = createControl(controlLink);
  const names = createTopicNames(prefix);
  const topics = createTopics(control, names, {
    ...{ partitions: 4, replication: 1, retentionDays: 7, compacted: [] },
    ...options.topicDefaults,
  });
  const endsOf = coalesce((wanted) => control.run((cluster) => readEnds(cluster, names, topics, wanted)));
  const ends = async (wanted: readonly string[]) =>
    (await endsOf(wanted)).filter(({ topic }) => wanted.includes(topic));
  const parts: KafkaParts = { control, names, topics, ends, codec, logger, link };
  await control
    .run((cluster) => cluster.refreshMetadata())
    .catch((error: unknown) => {
      controlLink.reset();
      throw unavailable(error);
    });
  const appender = createAppender(parts);
  const open = new Set<{ close(): Promise<void> }>();
  let closing: Promise<void> | undefined;

  /** Remembers what must be closed with the log, until it is closed. */
  async function track<T extends { close(): Promise<void> }>(opened: T): Promise<T> {
    if (closing) {
      await opened.close();
      throw new CodedError('EVENT_LOG_CLOSED');
    }
    open.add(opened);
    return { ...opened, close: () => opened.close().finally(() => open.delete(opened)) };
  }

  async function ensure(wanted: readonly string[]): Promise<void> {
    if (closing) throw new CodedError('EVENT_LOG_CLOSED');
    await topics.ensure(wanted);
  }

  async function close(): Promise<void> {
    await Promise.all([...open].map((one) => one.close()));
    await appender.close();
    controlLink.reset();
  }

  return {
    async append(records) {
      if (closing) throw new CodedError('EVENT_LOG_CLOSED');
      return appender.append(records);
    },
    async read(wanted) {
      await ensure(wanted.topics);
      return track(await startReader(parts, wanted));
    },
    async consume(wanted) {
      await ensure(wanted.topics);
      return track(await joinGroup(parts, wanted, sessionTimeoutMs));
    },
    async end(wanted) {
      await ensure(wanted);
      const vector: PositionVector = Object.fromEntries(wanted.map((topic) => [topic, {}]));
      for (const { topic, partition, next } of await ends(wanted)) vector[topic]![partition] = String(next);
      return vector;
    },
    async lag(group, wanted) {
      await ensure(wanted);
      return readLag(parts, group, wanted);
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}
