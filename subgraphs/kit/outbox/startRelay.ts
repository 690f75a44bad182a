import { pauseAfterFailure } from '../waiting/pauseAfterFailure.ts';
import { type Backlog, type OldestUnsent, watchOldestUnsent } from './oldestUnsent.ts';
import type { RelayOptions } from './relayOptions.ts';
import { relaySession } from './relaySession.ts';

const defaultAlarmAfterMs = 30_000;

/** A running relay. */
export interface Relay {
  /** Resolves while the relay works or waits for its turn; rejects with what keeps it from its database. */
  check(): Promise<void>;
  /** How long the oldest event waits, if this relay leads. */
  backlog(): Backlog;
  /** Finishes the batch in hand and stops. What is left in the outbox leaves with the next relay. */
  close(): Promise<void>;
}

/**
 * Carries events from a subgraph's outbox to the event log, in order per key, until it is closed.
 *
 * Any number of processes may run one for the same database; one of them leads. Each event is appended at least once:
 * its row is deleted after the log acknowledged it. It never waits for its callers: a database or a log that is away is
 * reported and tried again.
 */
export function startRelay(options: RelayOptions): Relay {
  const stop = new AbortController();
  let failure: unknown;
  const oldest = watchOldestUnsent(options.alarmAfterMs ?? defaultAlarmAfterMs, options.logger);
  const running = keepRunning(options, oldest, stop.signal, (error) => {
    failure = error;
  });
  return {
    async check() {
      if (failure !== undefined) throw failure;
    },
    backlog: oldest.backlog,
    async close() {
      stop.abort();
      await running;
    },
  };
}

/** @param onChange called with what went wrong, and with nothing once it works again */
async function keepRunning(
  options: RelayOptions,
  oldest: OldestUnsent,
  signal: AbortSignal,
  onChange: (failure?: unknown) => void,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await relaySession(options, oldest, signal, () => {
        failures = 0;
        onChange();
      });
    } catch (error) {
      failures += 1;
      onChange(error);
      if (!signal.aborted)
        options.logger.warn({ err: error, failures }, 'the relay lost its database; connecting again');
      await pauseAfterFailure(failures, signal);
    }
  }
}
