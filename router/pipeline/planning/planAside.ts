import { Worker } from 'node:worker_threads';
import type { Logger } from '#platform/logs/logger.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';

/** Plans operations where planning can be stopped, to learn whether it ends in time. */
export interface PlanAside {
  /**
   * Resolves when the operation was planned, or has no plan, within the time.
   * @throws RequestRefused LIMIT_PLANNING
   */
  plan(text: string, operationName: string | undefined): Promise<void>;
  close(): Promise<void>;
}

/** What the thread is asked. */
export interface PlanQuestion {
  readonly text: string;
  readonly operationName: string | undefined;
}

/** Operations that may wait for the thread; it is one, so that planning never takes more than one processor. */
const waitingAtMost = 100;
/** Memory of the thread, in MB. An operation that needs more ends the thread, and nothing else. */
const memory = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

/**
 * Makes the thread for one supergraph. It is started with the first large operation and stopped when it was idle for a
 * while, or when an operation takes too long or too much memory.
 *
 * @param timeout milliseconds that the planning of one operation may take
 * @param idle milliseconds after which an idle thread is stopped
 */
export function createPlanAside(
  supergraphSdl: string,
  timeout: number,
  logger: Logger,
  idle: number = 60_000,
): PlanAside {
  let worker: Worker | undefined;
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let rest: NodeJS.Timeout | undefined;

  const stop = async (): Promise<void> => {
    clearTimeout(rest);
    const stopped = worker;
    worker = undefined;
    await stopped?.terminate();
  };

  const start = (): Promise<Worker> => {
    const started = new Worker(new URL('./planThread.ts', import.meta.url), {
      workerData: supergraphSdl,
      resourceLimits: memory,
      stdout: false,
      stderr: false,
    });
    started.unref();
    worker = started;
    return new Promise((resolve, reject) => {
      started.once('message', () => resolve(started));
      started.once('error', reject);
    });
  };

  const ask = async (question: PlanQuestion): Promise<void> => {
    clearTimeout(rest);
    const thread = worker ?? (await start());
    thread.ref();
    const answered = new Promise<'done' | 'ended'>((resolve) => {
      thread.once('message', () => resolve('done'));
      thread.once('error', () => resolve('ended'));
      thread.once('exit', () => resolve('ended'));
    });
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, timeout, 'late').unref());
    thread.postMessage(question);
    const outcome = await Promise.race([answered, late]);
    thread.removeAllListeners();
    if (outcome !== 'done') {
      await stop();
      logger.warn({ outcome, characters: question.text.length }, 'an operation is too complex to be planned');
      throw RequestRefused.because('LIMIT_PLANNING');
    }
    thread.unref();
    rest = setTimeout(() => void stop(), idle);
    rest.unref();
  };

  return {
    async plan(text, operationName) {
      if (waiting >= waitingAtMost) throw RequestRefused.because('SERVICE_UNAVAILABLE');
      waiting++;
      const mine = turn.then(() => ask({ text, operationName }));
      turn = mine.catch(() => undefined);
      await mine.finally(() => {
        waiting--;
      });
    },
    async close() {
      await turn;
      await stop();
    },
  };
}
