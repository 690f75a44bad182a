import { deadLetterRetentionDays, isDeadLetterTopic } from '../shared/deadLetterTopics.ts';
import type { TopicDefaults } from './kafkaSettings.ts';

const dayMs = 86_400_000;
/** Room for a record of a million characters of three bytes each, and for its headers. */
export const largestBatch = 4 * 1024 * 1024;

/** What a new topic is configured with. */
export function topicConfiguration(topic: string, defaults: TopicDefaults): { name: string; value: string }[] {
  const dead = isDeadLetterTopic(topic);
  const retentionDays = dead ? deadLetterRetentionDays : defaults.retentionDays;
  const compact = !dead && defaults.compacted.includes(topic);
  return Object.entries({
    'cleanup.policy': compact ? 'compact' : 'delete',
    'retention.ms': compact || retentionDays === 0 ? '-1' : String(retentionDays * dayMs),
    'max.message.bytes': String(largestBatch),
  }).map(([name, value]) => ({ name, value }));
}
