import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { HealthCheck } from './healthCheck.ts';

/** Checks the event log by asking where the topics of live fields end. */
export function eventLogCheck(eventLog: EventLog, topics: readonly string[]): HealthCheck {
  return {
    name: 'event log',
    async check() {
      await eventLog.end([...new Set(topics)]);
    },
  };
}
