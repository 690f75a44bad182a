import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { CommandLine } from './readCommandLine.ts';

/** A consumer group of the platform and what it reads. */
export interface KnownGroup {
  readonly group: string;
  readonly topic: string;
}

/** What the commands of the event desk work with. */
export interface Desk {
  readonly log: EventLog;
  /** Consumers of the subgraphs. */
  readonly groups: readonly KnownGroup[];
  /** Writes one line to standard output. */
  readonly print: (line: string) => void;
  /** Says something to the person who waits, on standard error. */
  readonly say: (line: string) => void;
  /** Ends `tail`. */
  readonly signal: AbortSignal;
}

/** A command: gives whether it found or did what was asked. */
export type Command = (desk: Desk, line: CommandLine) => Promise<boolean>;
