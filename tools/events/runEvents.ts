import { CodedError } from '#platform/errors/codedError.ts';
import type { Audit } from './audit.ts';
import * as browse from './commands/browse.ts';
import * as dlq from './commands/dlq.ts';
import { replay } from './commands/rewind.ts';
import type { Command, Desk } from './desk.ts';
import { readCommandLine } from './readCommandLine.ts';
import { UsageError, usage } from './usage.ts';

const commands: Readonly<Record<string, Command>> = {
  list: browse.list,
  tail: browse.tail,
  show: browse.show,
  lag: browse.lag,
  'dlq list': dlq.list,
  'dlq show': dlq.show,
  'dlq edit': dlq.edit,
  'dlq replay': dlq.replay,
  'dlq resolve': dlq.resolve,
  replay,
};

/** What a run of the event desk needs. */
export interface EventsRun {
  /** Opens what commands work with; not called when the command line is not understood. */
  openDesk(): Promise<Desk & { close(): Promise<void> }>;
  readonly audit: Audit;
  /** Writes one line to standard error. */
  readonly complain: (line: string) => void;
}

/** Runs one command. Gives the exit code: 0 done, 1 nothing found or failed, 2 not understood. */
export async function runEvents(args: readonly string[], { openDesk, audit, complain }: EventsRun): Promise<0 | 1 | 2> {
  try {
    const line = readCommandLine(args);
    await audit(line);
    const desk = await openDesk();
    try {
      if (await commands[line.command]!(desk, line)) return 0;
      complain('Nothing found.');
      return 1;
    } finally {
      await desk.close();
    }
  } catch (error) {
    const understood = !(error instanceof UsageError);
    complain(error instanceof CodedError || !understood ? (error as Error).message : String(error));
    if (understood) return 1;
    complain(`\n${usage}`);
    return 2;
  }
}
