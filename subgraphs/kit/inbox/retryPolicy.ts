/** When events that could not have their effect are tried again. */
export interface RetryPolicy {
  /** Pauses before the second, third, … attempt; after the last one the event is given up. */
  readonly retryDelaysMs: readonly number[];
  /** Pause before the next attempt of an event that is earlier than its tenant's store and has waited so long. */
  earlyAfterMs(waitedMs: number): number;
  /** An event whose tenant gets no store within this time is given up. */
  readonly earlyAtMostMs: number;
}

const dayMs = 86_400_000;

/** Requirement E5: retries after 0.5, 2, 8 and 32 seconds. A missing store is looked for twice as often as it is old. */
export const defaultRetryPolicy: RetryPolicy = {
  retryDelaysMs: [500, 2_000, 8_000, 32_000],
  earlyAfterMs: (waitedMs) => Math.min(30_000, Math.max(500, waitedMs / 2)),
  earlyAtMostMs: dayMs,
};
