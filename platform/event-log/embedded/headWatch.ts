import type { PartitionEnds } from '../shared/positions.ts';

/** Who wants to know when partitions of some topics grow. */
export interface Follower {
  readonly topics: readonly string[];
  onGrowth(topic: string, partition: number): void;
  /** The log lost its connection, and connects again. */
  onError(error: Error): void;
}

/** Knows how far each followed partition reaches, so that nobody reads where nothing new is. */
export interface HeadWatch {
  /** The next offset to be given in this partition, as far as known; never more than it is. */
  head(topic: string, partition: number): number;
  /** Starts to tell a follower; returns how to stop. Call `refresh` afterwards to know the present state. */
  follow(follower: Follower): () => void;
  /** Every topic that somebody follows. */
  topics(): string[];
  /** Takes what was read of partitions' ends. */
  learn(ends: readonly Pick<PartitionEnds, 'topic' | 'partition' | 'next'>[]): void;
  /** Takes a notification of the append function: partition/next offset/topic. */
  learnFromNotification(payload: string): void;
  fail(error: Error): void;
}

/** Makes a watch that knows nothing yet. */
export function createHeadWatch(): HeadWatch {
  const heads = new Map<string, number>();
  const followers = new Set<Follower>();

  function learnOne(topic: string, partition: number, next: number): void {
    const key = `${partition}/${topic}`;
    if (next <= (heads.get(key) ?? 0)) return;
    heads.set(key, next);
    for (const follower of followers) if (follower.topics.includes(topic)) follower.onGrowth(topic, partition);
  }

  return {
    head: (topic, partition) => heads.get(`${partition}/${topic}`) ?? 0,
    follow(follower) {
      followers.add(follower);
      return () => followers.delete(follower);
    },
    topics: () => [...new Set([...followers].flatMap((follower) => follower.topics))],
    learn(ends) {
      for (const { topic, partition, next } of ends) learnOne(topic, partition, next);
    },
    learnFromNotification(payload) {
      const [partition, next, ...topic] = payload.split('/');
      learnOne(topic.join('/'), Number(partition), Number(next));
    },
    fail(error) {
      for (const follower of followers) follower.onError(error);
    },
  };
}
