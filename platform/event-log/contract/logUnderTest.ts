import type { EventLog } from '../eventLog.ts';

/** An event log as the contract's tests use it. */
export interface LogUnderTest {
  /** Opens the log once more, as another process would. The suite closes what it opens. */
  open(): Promise<EventLog>;
  /**
   * How another process really opens it: a module, named by its URL, that exports
   * `openLog(argument: string): Promise<EventLog>`, and the argument to give.
   */
  readonly opener: { readonly module: string; readonly argument: string };
  /** Gives back what the log stands on. */
  dispose(): Promise<void>;
}
