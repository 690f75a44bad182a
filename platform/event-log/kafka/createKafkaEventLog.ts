import type { Logger } from '#platform/logs/logger.ts';
import type { EventLog } from '../eventLog.ts';
import { closableLog } from '../shared/closableLog.ts';
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
  return closableLog({
    append: appender.append,
    read: (wanted) => startReader(parts, wanted),
    consume: (wanted) => joinGroup(parts, wanted, sessionTimeoutMs),
    lag: (group, wanted) => readLag(parts, group, wanted),
    ensure: topics.ensure,
    ends,
    async close(closeOpen) {
      await closeOpen();
      await appender.close();
      controlLink.reset();
    },
  });
}
