import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setInterval } from 'node:timers/promises';
import type { FormattedExecutionResult } from 'graphql';
import type { RandomQuery } from '../query/randomQuery.ts';
import type { Troubles } from '../world/worldResolvers.ts';

/** The reference in a process of its own. */
export interface ReferenceEngine {
  /** The answer, or why there is none: planning did not end within the time, or took all memory. */
  execute(asked: RandomQuery): Promise<FormattedExecutionResult | 'no end' | 'no memory'>;
  close(): Promise<void>;
}

/** Memory of the reference, in MB, and tenths of a second that it may take for one query. */
const memory = 512;
const tenthsAtMost = 100;

/**
 * The oracle: `@apollo/server` with `@apollo/gateway` over the subgraph schemas of a world, in a process, since its planner
 * does not end for every query. It is started again after such a one.
 */
export async function startReferenceEngine(name: string, troubles: Troubles): Promise<ReferenceEngine> {
  const start = async (): Promise<ChildProcess> => {
    const started = fork(new URL('./referenceChild.ts', import.meta.url), [name, JSON.stringify(troubles)], {
      execArgv: [`--max-old-space-size=${memory}`, '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    await once(started, 'message');
    return started;
  };
  const stop = async (stopped: ChildProcess): Promise<void> => {
    if (stopped.exitCode !== null || stopped.signalCode !== null) return;
    const exited = once(stopped, 'exit');
    stopped.kill('SIGKILL');
    await exited;
  };
  let child = await start();

  return {
    async execute({ query, variables }) {
      const answered = new AbortController();
      const { signal } = answered;
      child.send({ query, variables });
      const outcome = await Promise.race([
        once(child, 'message', { signal }).then(
          ([answer]) => answer as string,
          () => 'no memory' as const,
        ),
        once(child, 'exit', { signal }).then(
          () => 'no memory' as const,
          () => 'no memory' as const,
        ),
        // Counted, so that the time for which the whole process group was stopped does not count.
        ticks(tenthsAtMost, signal).then(() => 'no end' as const),
      ]);
      answered.abort();
      if (outcome !== 'no end' && outcome !== 'no memory') return JSON.parse(outcome) as FormattedExecutionResult;
      await stop(child);
      child = await start();
      return outcome;
    },
    close: () => stop(child),
  };
}

async function ticks(count: number, signal: AbortSignal): Promise<void> {
  let passed = 0;
  try {
    for await (const _ of setInterval(100, undefined, { signal })) if (++passed >= count) return;
  } catch {
    // It was aborted: nobody waits any more.
  }
}
