import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LogUnderTest } from './logUnderTest.ts';

/** A member in another process, and what it says. */
export interface MemberProcess {
  readonly child: ChildProcess;
  readonly lines: string[];
  /** Resolves when it has said this line. */
  said(line: string): Promise<void>;
}

/** Starts memberProcess.ts; see there for the arguments. */
export function startMember(
  opener: LogUnderTest['opener'],
  ...task: [group: string, topic: string, task: string]
): MemberProcess {
  const program = join(import.meta.dirname, 'memberProcess.ts');
  const child = spawn(process.execPath, [program, opener.module, opener.argument, ...task], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => lines.push(line));
  return {
    child,
    lines,
    said: (wanted) =>
      new Promise((resolve, reject) => {
        if (lines.includes(wanted)) return resolve();
        output.on('line', (line) => line === wanted && resolve());
        output.once('close', () => reject(new Error(`the member ended without saying ${wanted}`)));
      }),
  };
}
