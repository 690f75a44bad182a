import type { PartitionEnds } from '../shared/positions.ts';
import { patiently } from './patiently.ts';
import type { KafkaCluster } from './protocol.ts';
import type { TopicNames } from './topicNames.ts';
import type { Topics } from './topics.ts';

/** Reads the ends of every partition of topics that exist, in order of partitions. */
export async function readEnds(
  cluster: KafkaCluster,
  names: TopicNames,
  topics: Pick<Topics, 'partitions'>,
  wanted: readonly string[],
): Promise<PartitionEnds[]> {
  if (wanted.length === 0) return [];
  await cluster.addMultipleTargetTopics(wanted.map(names.inCluster));
  const ask = async (fromBeginning: boolean) => {
    const answers = await patiently(
      () =>
        cluster.fetchTopicsOffset(
          wanted.map((topic) => ({
            topic: names.inCluster(topic),
            partitions: Array.from({ length: topics.partitions(topic) }, (_, partition) => ({ partition })),
            fromBeginning,
          })),
        ),
      () => cluster.refreshMetadata(),
    );
    return new Map<string, number>(
      answers.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => [`${partition}/${names.ours(topic)}`, Number(offset)]),
      ),
    );
  };
  const [first, next] = await Promise.all([ask(true), ask(false)]);
  return wanted.flatMap((topic) =>
    Array.from({ length: topics.partitions(topic) }, (_, partition) => {
      const name = `${partition}/${topic}`;
      return { topic, partition, first: first.get(name)!, next: next.get(name)! };
    }),
  );
}
