import type { TopicPartition } from '../shared/assignPartitions.ts';

/** A partition that a group shares out. */
export interface GroupPartition extends TopicPartition {
  /** Number of the advisory lock whose holder works on it. */
  readonly lockId: string;
}
