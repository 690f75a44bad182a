/** What live streams of this process did since its start; read by whoever exports metrics. */
export class LiveMetrics {
  /** Events that came from the log, of all tenants, whether or not somebody listened. */
  eventsRead = 0;
  /** Events that passed the filter of a group, once per group. */
  eventsMatched = 0;
  /** Answers made for events; one per event and group. */
  hydrations = 0;
  /** Frames handed to subscribers. */
  frames = 0;
  /** Streams that began from a cursor, and events that were replayed for them. */
  resumed = 0;
  eventsReplayed = 0;
  /** Readers of the log that were opened for replays; those who come back together share one. */
  replayReaders = 0;
  cursorsRefused = 0;
  cursorsExpired = 0;
  /** Groups that were ended because events came faster than they could be answered. */
  overloads = 0;
  /** Subscriptions refused because of a limit. */
  limited = 0;
}
