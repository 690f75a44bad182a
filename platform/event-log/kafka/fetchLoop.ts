import { backOff } from '../shared/backOff.ts';
import { createGate, type Gate } from '../shared/gate.ts';
import type { PartitionEnds } from '../shared/positions.ts';
import { type KafkaLink, longestPauseMs } from './link.ts';
import { isWorthAWord } from './patiently.ts';
import { errorType, type FetchedRecord, type KafkaCluster } from './protocol.ts';
import { readEnds } from './readEnds.ts';
import { createRequestSize } from './requestSize.ts';
import type { TopicNames } from './topicNames.ts';
import type { Topics } from './topics.ts';
import { unavailable } from './unavailable.ts';

/** One partition of which records are fetched. */
export interface FetchTarget {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the next record to fetch; moved by the target itself when it was given records. */
  fetchOffset: number;
  /** Whether it has room for more. */
  wanted(): boolean;
  /** Gets what comes next, in order and never nothing. */
  accept(records: readonly FetchedRecord[]): Promise<void>;
  /** Retention took what it wanted, or the log is shorter than it was: it must choose another offset. */
  moveWithin(ends: PartitionEnds): void;
  /** A fetch is over: what came was accepted, `fetchOffset` is that of the next one. */
  fetched(): void;
}

/** A running loop. */
export interface FetchLoop {
  /** A target that had no room has room again. */
  wake(): void;
  /** Resolves when the loop has ended after its signal aborted. */
  readonly ended: Promise<void>;
}

/** What a fetch loop works with. */
export interface FetchLoopOptions {
  readonly link: KafkaLink;
  readonly names: TopicNames;
  readonly targets: readonly FetchTarget[];
  readonly topics: Pick<Topics, 'partitions'>;
  /** Told about each failure before it is tried again. */
  onError(error: Error): void;
  readonly signal: AbortSignal;
}

const waitMs = 1_000;
/** While a full target is left out of the request that waits, it must not wait long: it may have room again soon. */
const shortWaitMs = 50;
const largestFetch = 4 * 1024 * 1024;
const readCommitted = 1;

/**
 * Fetches records of partitions until aborted: one waiting request per broker that leads some of them. A failure of any
 * ends all, resets the link, and everything begins again behind a growing delay.
 */
export function startFetchLoop(options: FetchLoopOptions): FetchLoop {
  const { link, names, targets, signal, onError } = options;
  const gates = new Set<Gate>();
  const size = createRequestSize(largestFetch);
  const inCluster = [...new Set(targets.map(({ topic }) => names.inCluster(topic)))];

  async function round(progress: () => void): Promise<void> {
    const cluster = await link.cluster();
    await cluster.addMultipleTargetTopics(inCluster);
    const byLeader = Map.groupBy(targets, ({ topic, partition }) => {
      const [leader] = Object.keys(cluster.findLeaderForPartitions(names.inCluster(topic), [partition]));
      if (leader === undefined) {
        const failure = new Error(`partition ${partition} of topic ${topic} has no leader`);
        throw Object.assign(failure, { type: 'LEADER_NOT_AVAILABLE' });
      }
      return leader;
    });
    const failed = new AbortController();
    const both = AbortSignal.any([signal, failed.signal]);
    const loops = [...byLeader].map(([nodeId, own]) =>
      fetchFrom(cluster, nodeId, own, both, progress).catch((error) => {
        failed.abort();
        throw error;
      }),
    );
    const results = await Promise.allSettled(loops);
    const fault = results.find((result) => result.status === 'rejected');
    if (fault) throw fault.reason;
  }

  async function fetchFrom(
    cluster: KafkaCluster,
    nodeId: string,
    own: readonly FetchTarget[],
    stop: AbortSignal,
    progress: () => void,
  ): Promise<void> {
    const gate = createGate();
    gates.add(gate);
    try {
      while (!stop.aborted) {
        const wanted = own.filter((target) => target.wanted());
        if (wanted.length === 0) await gate.wait(stop);
        else await fetchOnce(cluster, nodeId, wanted, wanted.length < own.length ? shortWaitMs : waitMs);
        progress();
      }
    } finally {
      gates.delete(gate);
    }
  }

  async function fetchOnce(cluster: KafkaCluster, nodeId: string, wanted: readonly FetchTarget[], maxWaitTime: number) {
    const broker = await cluster.findBroker({ nodeId });
    const asked = new Map(wanted.map((target) => [`${target.partition}/${target.topic}`, target]));
    const topics = [...Map.groupBy(wanted, ({ topic }) => topic)].map(([topic, some]) => ({
      topic: names.inCluster(topic),
      partitions: some.map(({ partition, fetchOffset }) => ({
        partition,
        fetchOffset: String(fetchOffset),
        maxBytes: Math.ceil(size.bytes() / 4),
      })),
    }));
    try {
      const isolationLevel = readCommitted;
      const answer = await broker.fetch({ maxWaitTime, minBytes: 1, maxBytes: size.bytes(), isolationLevel, topics });
      for (const { topicName, partitions } of answer.responses) {
        for (const { partition, messages } of partitions) {
          const target = asked.get(`${partition}/${names.ours(topicName)}`);
          if (target && messages.length > 0 && !signal.aborted) await give(target, messages);
        }
      }
    } catch (error) {
      if (errorType(error) !== 'OFFSET_OUT_OF_RANGE') throw error;
      const ends = await readEnds(cluster, names, options.topics, [...new Set(wanted.map(({ topic }) => topic))]);
      for (const target of wanted) {
        target.moveWithin(ends.find((one) => one.topic === target.topic && one.partition === target.partition)!);
      }
    }
    for (const target of wanted) target.fetched();
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await round(() => {
          failures = 0;
          size.succeeded();
        });
      } catch (error) {
        link.reset();
        if (signal.aborted) return;
        failures += 1;
        // A topic that was made a moment ago, or a partition that moved: worth a word only if it lasts.
        if (isWorthAWord(error, failures)) onError(unavailable(error));
        size.failed();
        await backOff(failures, signal, longestPauseMs);
      }
    }
  }

  return {
    wake: () => {
      for (const gate of gates) gate.open();
    },
    ended: run(),
  };
}

/**
 * Gives a target its records. The first records of a fetched batch may lie before what was asked for. When all do,
 * compaction removed what was asked for, and the next offset is tried.
 */
async function give(target: FetchTarget, messages: readonly FetchedRecord[]): Promise<void> {
  const records = messages.filter(({ offset }) => Number(offset) >= target.fetchOffset);
  if (records.length === 0) target.fetchOffset += 1;
  else await target.accept(records);
}
