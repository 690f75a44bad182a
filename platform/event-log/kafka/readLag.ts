import { committedOffsets, partitionKey } from './groupOffsets.ts';
import type { KafkaParts } from './kafkaParts.ts';
import { findCoordinator } from './membership.ts';

/**
 * How many kept events of each topic the group has yet to commit; all of them when it never joined.
 * @throws CodedError EVENT_LOG_UNAVAILABLE
 */
export async function readLag(
  parts: KafkaParts,
  group: string,
  wanted: readonly string[],
): Promise<Record<string, number>> {
  const ends = await parts.ends(wanted);
  const committed = await parts.control.run(async (cluster) =>
    committedOffsets(await findCoordinator(cluster, parts, group), parts.names, group, ends),
  );
  const lag = Object.fromEntries(wanted.map((topic) => [topic, 0]));
  for (const one of ends) lag[one.topic]! += one.next - Math.max(one.first, committed.get(partitionKey(one)) ?? 0);
  return lag;
}
