import { murmur2 } from './murmur2.ts';

/** The partition of a key in a topic with so many partitions, as Kafka's default partitioner chooses it. */
export function partitionOfKey(key: string, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}
