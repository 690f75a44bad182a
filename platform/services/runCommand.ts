import { spawn } from 'node:child_process';

/** How a command ended. */
export interface CommandResult {
  /** Its exit status; undefined when the program is not there. */
  readonly status: number | undefined;
  /** Standard output and standard error together. */
  readonly output: string;
}

/** Runs a program to its end. Never throws: the result says what happened. */
export function runCommand(command: string, args: readonly string[]): Promise<CommandResult> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ status: undefined, output: error.message }));
    child.once('close', (status) => resolve({ status: status ?? 1, output }));
  });
}
