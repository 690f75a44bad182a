import { AssignerProtocol, type Assignment } from 'kafkajs';
import { CodedError } from '#platform/errors/codedError.ts';
import { assignPartitions, type TopicPartition } from '../shared/assignPartitions.ts';
import { withDeadline } from './deadline.ts';
import type { KafkaParts } from './kafkaParts.ts';
import { patiently } from './patiently.ts';
import type { KafkaBroker, KafkaCluster } from './protocol.ts';

/** What a member has until the group is divided anew. */
export interface Generation {
  readonly coordinator: KafkaBroker;
  readonly generationId: number;
  readonly memberId: string;
  readonly partitions: readonly TopicPartition[];
}

/** How long a group waits for the members to finish their calls before it is divided without them. */
const rebalanceTimeoutMs = 60_000;
/** The longest trust in a connection on which the answer may take as long as the slowest member. */
const joinDeadlineMs = 5_000;
const protocolName = 'inopsio';
const noData = Buffer.alloc(0);

type Joined = Awaited<ReturnType<KafkaBroker['joinGroup']>>;

/** Finds the broker that coordinates the group, waiting for it when the cluster has only just started. */
export function findCoordinator(cluster: KafkaCluster, parts: KafkaParts, group: string): Promise<KafkaBroker> {
  return patiently(() => cluster.findGroupCoordinator({ groupId: parts.names.inCluster(group) }));
}

/** Who joins. */
export interface Member {
  readonly group: string;
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
  /** The id by which the coordinator knows it; '' before it joined and after it was forgotten. */
  memberId: string;
}

/**
 * Joins the group and gets this member's share of the partitions. Resolves when every member has joined.
 *
 * @param member gets its id as soon as there is one: who tried again without it would be waited for in vain
 * @see https://kafka.apache.org/protocol JoinGroup, SyncGroup
 */
export async function joinGeneration(coordinator: KafkaBroker, parts: KafkaParts, member: Member): Promise<Generation> {
  const { names } = parts;
  const groupId = names.inCluster(member.group);
  const topics = member.topics.map(names.inCluster);
  const metadata = AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData: noData });
  const request = {
    groupId,
    sessionTimeout: member.sessionTimeoutMs,
    rebalanceTimeout: rebalanceTimeoutMs,
    memberId: member.memberId,
    groupProtocols: [{ name: protocolName, metadata }],
  };
  const joining = patiently(() => coordinator.joinGroup(request));
  // A member that is known may ask again at any time and is answered on its newest connection, so it need not trust one.
  const joined = await (member.memberId === '' ? joining : answeredInTime(joining));
  const { generationId, memberId } = joined;
  member.memberId = memberId;
  const groupAssignment = joined.leaderId === memberId ? await shareOut(joined, parts) : [];
  const { memberAssignment } = await coordinator.syncGroup({ groupId, generationId, memberId, groupAssignment });
  const assignment: Assignment = AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {};
  const partitions = Object.entries(assignment).flatMap(([topic, some]) =>
    some.map((partition) => ({ topic: names.ours(topic), partition })),
  );
  return { coordinator, generationId, memberId, partitions };
}

/** What `joinGeneration` fails with when the coordinator has not answered a known member for long. */
export const joinUnanswered = 'JOIN_UNANSWERED';

async function answeredInTime<T>(joining: Promise<T>): Promise<T> {
  const type = joinUnanswered;
  return withDeadline(joining, joinDeadlineMs).catch((error: unknown) => {
    throw error instanceof CodedError
      ? Object.assign(new Error('a request to join was not answered'), { type })
      : error;
  });
}

/**
 * The leader's work: divides the partitions of all topics that any member wants. (The assigner of kafkajs gives every
 * member partitions of the leader's topics, wanted or not.)
 */
async function shareOut({ members }: Joined, { names, topics }: KafkaParts) {
  const live = members
    .map(({ memberId, memberMetadata }) => ({
      memberId,
      topics: (AssignerProtocol.MemberMetadata.decode(memberMetadata)?.topics ?? []).map(names.ours),
    }))
    .sort((a, b) => (a.memberId < b.memberId ? -1 : 1))
    .map((member, number) => ({ ...member, member: number }));
  const wanted = [...new Set(live.flatMap((member) => member.topics))].sort();
  await topics.ensure(wanted);
  const all = wanted.flatMap((topic) =>
    Array.from({ length: topics.partitions(topic) }, (_, partition) => ({ topic, partition })),
  );
  return live.map(({ memberId, member }) => {
    const own = Map.groupBy(assignPartitions(member, live, all), ({ topic }) => names.inCluster(topic));
    const assignment = Object.fromEntries([...own].map(([topic, some]) => [topic, some.map((one) => one.partition)]));
    const memberAssignment = AssignerProtocol.MemberAssignment.encode({ version: 1, assignment, userData: noData });
    return { memberId, memberAssignment };
  });
}
