import type { EventLog } from '../event-log/eventLog.ts';
import { maskPersonalData } from './maskPersonalData.ts';

/**
 * The same log for readers that have no right to personal data: encrypted values arrive as `***`, so that neither
 * ciphertext nor key ids get into filters, frames or logs.
 */
export function maskingEventLog(log: EventLog): EventLog {
  return {
    append: (records) => log.append(records),
    read: (options) =>
      log.read({ ...options, onEvents: (events) => options.onEvents(events.map((event) => maskPersonalData(event))) }),
    consume: (options) =>
      log.consume({
        ...options,
        onEvents: (events) => options.onEvents(events.map((event) => maskPersonalData(event))),
      }),
    end: (topics) => log.end(topics),
    lag: (group, topics) => log.lag(group, topics),
    close: () => log.close(),
  };
}
