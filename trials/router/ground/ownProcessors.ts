import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

/** Where the parts of a trial run. */
export interface OwnProcessors {
  /** Whether a process can have a processor to itself here: Linux, two processors and `taskset`. */
  readonly isPossible: boolean;
  /** Gives a process, with its threads, the processor that nobody else of the trial has. */
  own(pid: number): Promise<void>;
  /** Lets this process run anywhere again. */
  release(): Promise<void>;
}

/**
 * Keeps this process, and those that it starts from then on, off the first processor, so that what is measured has that one for
 * itself and does not wait for those who ask and answer. Where that cannot be, nothing is kept off anything.
 */
export async function ownProcessors(): Promise<OwnProcessors> {
  const count = availableParallelism();
  const isPossible = count > 1 && (await keep(process.pid, `1-${count - 1}`));
  return {
    isPossible,
    async own(pid) {
      if (isPossible) await keep(pid, '0');
    },
    async release() {
      if (isPossible) await keep(process.pid, `0-${count - 1}`);
    },
  };
}

/** Has all threads of a process run on those processors; says whether that was done. */
async function keep(pid: number, processors: string): Promise<boolean> {
  try {
    await promisify(execFile)('taskset', ['--all-tasks', '--cpu-list', '--pid', processors, `${pid}`]);
    return true;
  } catch {
    return false;
  }
}
