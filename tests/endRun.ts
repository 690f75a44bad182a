import { rmSync } from 'node:fs';
import { descendants } from './descendants.ts';
import { openResources } from './openResources.ts';

/**
 * Ends a run that does not end by itself, with status 1. What it has started goes with it: a process that stays may hold the
 * run's output open, and whoever reads that would wait for ever.
 */
export function endRun(reason: string): never {
  console.error(`${reason} This process is kept alive by`, openResources());
  killAll();
  rmSync(process.env.TEST_RUN_FOLDER!, { recursive: true, force: true, maxRetries: 5 });
  process.exit(1);
}

/** Ends every process that this one has started, without a goodbye, and says which. */
export function killAll(): void {
  for (const { pid, command } of descendants()) {
    console.error(`Killed: ${command}`);
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It went with its parent.
    }
  }
}
