const suffix = '.dlq';

/** How long dead letters are kept, whatever the retention of other topics is (requirement E5). */
export const deadLetterRetentionDays = 7;

/** The topic to which events of a topic go that a consumer gave up. */
export const deadLetterTopic = (topic: string): string => topic + suffix;

/** Whether a topic holds dead letters. */
export const isDeadLetterTopic = (topic: string): boolean => topic.endsWith(suffix);
