import type { Cluster } from 'kafkajs';

/** A record as `fetch` decodes it. */
export interface FetchedRecord {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, Buffer | string | undefined>;
  /** Set for marks of transactions, which are no events. */
  readonly isControlRecord?: boolean;
}

/** What `fetch` gives for one partition. */
export interface FetchedPartition {
  readonly partition: number;
  readonly messages: readonly FetchedRecord[];
}

interface GroupOffsets {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
}

/**
 * The requests to a broker that we make ourselves. kafkajs has all of them; its own types name a part.
 * @see https://kafka.apache.org/protocol
 */
export interface KafkaBroker {
  metadata(topics: readonly string[]): Promise<{
    topicMetadata: { topic: string; partitionMetadata: { partitionId: number; leader: number }[] }[];
  }>;
  createTopics(request: {
    topics: {
      topic: string;
      numPartitions: number;
      replicationFactor: number;
      configEntries: { name: string; value: string }[];
    }[];
    timeout?: number;
  }): Promise<unknown>;
  fetch(request: {
    maxWaitTime: number;
    minBytes: number;
    maxBytes: number;
    isolationLevel: number;
    topics: { topic: string; partitions: { partition: number; fetchOffset: string; maxBytes: number }[] }[];
  }): Promise<{ responses: { topicName: string; partitions: FetchedPartition[] }[] }>;
  joinGroup(request: {
    groupId: string;
    sessionTimeout: number;
    rebalanceTimeout: number;
    memberId: string;
    groupProtocols: { name: string; metadata: Buffer }[];
  }): Promise<{
    generationId: number;
    leaderId: string;
    memberId: string;
    members: { memberId: string; memberMetadata: Buffer }[];
  }>;
  syncGroup(request: {
    groupId: string;
    generationId: number;
    memberId: string;
    groupAssignment: { memberId: string; memberAssignment: Buffer }[];
  }): Promise<{ memberAssignment: Buffer }>;
  heartbeat(request: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>;
  leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
  offsetFetch(request: {
    groupId: string;
    topics: { topic: string; partitions: { partition: number }[] }[];
  }): Promise<{ responses: GroupOffsets[] }>;
  offsetCommit(request: {
    groupId: string;
    groupGenerationId: number;
    memberId: string;
    topics: GroupOffsets[];
  }): Promise<unknown>;
}

/** kafkajs's view of a cluster, with brokers that have all requests. */
export interface KafkaCluster extends Omit<Cluster, 'findBroker' | 'findControllerBroker' | 'findGroupCoordinator'> {
  findBroker(node: { nodeId: string }): Promise<KafkaBroker>;
  findControllerBroker(): Promise<KafkaBroker>;
  findGroupCoordinator(group: { groupId: string }): Promise<KafkaBroker>;
}

/** The kind of a protocol error, e.g. `REBALANCE_IN_PROGRESS`, also of one that kafkajs wrapped in others. */
export function errorType(error: unknown): string | undefined {
  const { type, cause, originalError } = (error ?? {}) as { type?: unknown; cause?: unknown; originalError?: unknown };
  if (typeof type === 'string') return type;
  const within = cause ?? originalError;
  return within === undefined || within === error ? undefined : errorType(within);
}
