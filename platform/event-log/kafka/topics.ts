import { checkTopic } from '../shared/checkRecord.ts';
import { coalesce } from '../shared/coalesce.ts';
import { partitionOfKey } from '../shared/partitionOfKey.ts';
import type { Control } from './control.ts';
import type { TopicDefaults } from './kafkaSettings.ts';
import { patiently } from './patiently.ts';
import { errorType, type KafkaBroker, type KafkaCluster } from './protocol.ts';
import { topicConfiguration } from './topicConfiguration.ts';
import type { TopicNames } from './topicNames.ts';

/** Knows the topics and how many partitions each has; makes those that are new. */
export interface Topics {
  /**
   * Makes sure that these topics exist.
   * @throws CodedError EVENT_INVALID, EVENT_LOG_UNAVAILABLE
   */
  ensure(topics: readonly string[]): Promise<void>;
  /** How many partitions a topic has that `ensure` was called for. */
  partitions(topic: string): number;
  /** The partition of a key in such a topic, as Kafka's default partitioner chooses it. */
  partitionOf(topic: string, key: string): number;
  /** Lets `ensure` look anew, e.g. because a topic turned out to be gone. Whoever is under way keeps what it goes by. */
  forget(): void;
}

/** @param defaults how a topic is made that is not there */
export function createTopics(control: Control, names: TopicNames, defaults: TopicDefaults): Topics {
  const known = new Map<string, number>();
  const ensured = new Set<string>();

  async function learn(cluster: KafkaCluster, topics: readonly string[]): Promise<void> {
    await cluster.refreshMetadata();
    const broker = await cluster.findControllerBroker();
    const inCluster = topics.map(names.inCluster);
    let found: Awaited<ReturnType<KafkaBroker['metadata']>>;
    try {
      found = await broker.metadata(inCluster);
    } catch (error) {
      if (errorType(error) !== 'UNKNOWN_TOPIC_OR_PARTITION' && errorType(error) !== 'LEADER_NOT_AVAILABLE') throw error;
      await create(broker, topics);
      found = await patiently(() => broker.metadata(inCluster));
    }
    for (const { topic, partitionMetadata } of found.topicMetadata) {
      known.set(names.ours(topic), partitionMetadata.length);
      ensured.add(names.ours(topic));
    }
  }

  /** Somebody else may create the same topics at this moment. */
  async function create(broker: KafkaBroker, topics: readonly string[]): Promise<void> {
    const wanted = topics.map((topic) => ({
      topic: names.inCluster(topic),
      numPartitions: defaults.partitions,
      replicationFactor: defaults.replication,
      configEntries: topicConfiguration(topic, defaults),
    }));
    try {
      await broker.createTopics({ topics: wanted });
    } catch (error) {
      const { errors = [error] } = error as { errors?: readonly unknown[] };
      const fault = errors.find((one) => errorType(one) !== 'TOPIC_ALREADY_EXISTS');
      if (fault !== undefined) throw fault;
    }
  }

  const learnAll = coalesce((unknown) => control.run((cluster) => learn(cluster, unknown)));

  return {
    async ensure(topics) {
      const unknown = [...new Set(topics)].filter((topic) => !ensured.has(topic));
      if (unknown.length === 0) return;
      unknown.forEach(checkTopic);
      await learnAll(unknown);
    },
    partitions: (topic) => known.get(topic)!,
    partitionOf: (topic, key) => partitionOfKey(key, known.get(topic)!),
    forget: () => ensured.clear(),
  };
}
