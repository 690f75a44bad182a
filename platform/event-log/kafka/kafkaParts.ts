import type { Logger } from '#platform/logs/logger.ts';
import type { PartitionEnds } from '../shared/positions.ts';
import type { Control } from './control.ts';
import type { KafkaLink } from './link.ts';
import type { TopicNames } from './topicNames.ts';
import type { Topics } from './topics.ts';
import type { ValueCodec } from './valueCodec.ts';

/** What readers, members and the appender of one log share. */
export interface KafkaParts {
  readonly control: Control;
  readonly names: TopicNames;
  readonly topics: Topics;
  /** The ends of every partition of topics that exist, in order; not older than the call. */
  ends(topics: readonly string[]): Promise<PartitionEnds[]>;
  readonly codec: ValueCodec;
  readonly logger: Logger;
  /** Makes a link of its own for one user. */
  link(purpose: string): KafkaLink;
}
