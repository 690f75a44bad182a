import { setTimeout as delay } from 'node:timers/promises';
import type { ConsumeOptions } from '../eventLog.ts';
import { startFetchLoop } from './fetchLoop.ts';
import { committedOffsets, partitionKey } from './groupOffsets.ts';
import type { KafkaParts } from './kafkaParts.ts';
import type { KafkaLink } from './link.ts';
import type { Generation } from './membership.ts';
import { type PartitionWork, startPartitionWork } from './partitionWork.ts';
import { errorType } from './protocol.ts';

/** What a member works with in one generation of its group. */
export interface GenerationWork {
  readonly parts: KafkaParts;
  readonly generation: Generation;
  readonly options: ConsumeOptions;
  /** Connections for fetching; those of the coordinator must not wait behind a fetch. */
  readonly link: KafkaLink;
  /** Offsets that this member has finished but could not commit; they count when the partition comes back to it. */
  readonly finished: Map<string, number>;
  onError(error: Error): void;
  /** Aborted when the member leaves. */
  readonly stop: AbortSignal;
}

const heartbeatMs = 500;

/**
 * Works on the partitions of one generation until the group is divided anew, this member leaves, or the coordinator is
 * lost. Then it waits for the calls of `onEvents` that run and commits them, while heartbeats go on: partitions are given
 * up only when nothing is being done on them.
 * @throws what ended it, unless it was `stop`
 */
export async function workGeneration(work: GenerationWork): Promise<void> {
  const { parts, generation, options, link, finished, stop } = work;
  const { names, codec, topics } = parts;
  const { coordinator, generationId, memberId, partitions } = generation;
  const groupId = names.inCluster(options.group);
  const over = new AbortController();
  const drained = new AbortController();
  const signal = AbortSignal.any([stop, over.signal]);
  let fault: unknown;
  const end = (error: unknown) => {
    fault ??= error;
    over.abort();
  };

  async function commit(topic: string, partition: number, next: number): Promise<void> {
    const key = partitionKey({ topic, partition });
    const offsets = [{ topic: names.inCluster(topic), partitions: [{ partition, offset: String(next) }] }];
    finished.set(key, next);
    try {
      await coordinator.offsetCommit({ groupId, groupGenerationId: generationId, memberId, topics: offsets });
      finished.delete(key);
    } catch (error) {
      end(error);
    }
  }

  async function heartbeats(): Promise<void> {
    while (!drained.signal.aborted) {
      try {
        await coordinator.heartbeat({ groupId, groupGenerationId: generationId, memberId });
      } catch (error) {
        end(error);
        // The group waits for this member as long as its heart beats.
        if (errorType(error) !== 'REBALANCE_IN_PROGRESS') return;
      }
      await delay(heartbeatMs, undefined, { signal: drained.signal }).catch(() => undefined);
    }
  }

  const beating = heartbeats();
  const works: PartitionWork[] = [];
  try {
    const committed = await committedOffsets(coordinator, names, options.group, partitions);
    const fresh = partitions.filter((one) => !committed.has(partitionKey(one)));
    const wanted = [...new Set(fresh.map(({ topic }) => topic))];
    const ends = wanted.length === 0 ? [] : await parts.ends(wanted);
    const first = new Map(ends.map((one) => [partitionKey(one), one.first]));
    for (const one of partitions) {
      const key = partitionKey(one);
      const from = Math.max(committed.get(key) ?? first.get(key)!, finished.get(key) ?? 0);
      const { onEvents } = options;
      const { onError } = work;
      const onRoom = () => fetching.wake();
      works.push(
        startPartitionWork({
          ...one,
          from,
          codec,
          onEvents,
          commit: (next) => commit(one.topic, one.partition, next),
          onRoom,
          onError,
          signal,
        }),
      );
    }
    const targets = works.map(({ target }) => target);
    const fetching = startFetchLoop({ link, names, topics, targets, onError: work.onError, signal });
    await aborted(signal);
    link.reset();
    await fetching.ended;
  } catch (error) {
    end(error);
  }
  await Promise.all(works.map(({ ended }) => ended));
  drained.abort();
  await beating;
  if (!stop.aborted) throw fault;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
