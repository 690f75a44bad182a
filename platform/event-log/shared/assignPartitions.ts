/** A member of a group that is alive. */
export interface LiveMember {
  readonly member: number;
  readonly topics: readonly string[];
}

/** A partition that a group shares out. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/**
 * The partitions that one member shall work on. Every member computes the same division from the same list of
 * members, so that nobody has to lead: partitions go round the members that consume their topic.
 */
export function assignPartitions<P extends TopicPartition>(
  member: number,
  members: readonly LiveMember[],
  partitions: readonly P[],
): P[] {
  const sorted = [...members].sort((a, b) => a.member - b.member);
  const topics = [...new Set(partitions.map(({ topic }) => topic))].sort();
  return partitions.filter(({ topic, partition }) => {
    const eligible = sorted.filter((one) => one.topics.includes(topic));
    // Topics begin at different members, lest the first member gets the odd partition of each.
    return eligible.length > 0 && eligible[(partition + topics.indexOf(topic)) % eligible.length]!.member === member;
  });
}
