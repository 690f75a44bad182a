import type { TopicPartition } from '../shared/assignPartitions.ts';
import { patiently } from './patiently.ts';
import type { KafkaBroker } from './protocol.ts';
import type { TopicNames } from './topicNames.ts';

/** Names a partition in maps. */
export const partitionKey = ({ topic, partition }: TopicPartition) => `${partition}/${topic}`;

/** The offsets that a group has committed, by `partitionKey`; partitions without one are missing. */
export async function committedOffsets(
  coordinator: KafkaBroker,
  names: TopicNames,
  group: string,
  partitions: readonly TopicPartition[],
): Promise<Map<string, number>> {
  if (partitions.length === 0) return new Map();
  const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topic, some]) => ({
    topic: names.inCluster(topic),
    partitions: some.map(({ partition }) => ({ partition })),
  }));
  const { responses } = await patiently(() => coordinator.offsetFetch({ groupId: names.inCluster(group), topics }));
  return new Map(
    responses.flatMap(({ topic, partitions: some }) =>
      some
        .filter(({ offset }) => Number(offset) >= 0)
        .map(
          ({ partition, offset }) => [partitionKey({ topic: names.ours(topic), partition }), Number(offset)] as const,
        ),
    ),
  );
}
