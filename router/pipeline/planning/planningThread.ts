import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Logger } from '#platform/logs/logger.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import type { PlanAnswer, PlanQuestion } from './planQuestion.ts';

/** A thread that answers one question after the other, each within a time and a memory bound. */
export interface PlanningThread {
  /** @throws RequestRefused LIMIT_PLANNING; SERVICE_UNAVAILABLE when too many wait */
  ask(question: PlanQuestion): Promise<PlanAnswer>;
  close(): Promise<void>;
}

/** Questions that may wait for the thread; it is one, so that planning never takes more than one processor. */
const waitingAtMost = 100;
/** Memory of the thread, in MB. An operation that needs more ends the thread, and nothing else. */
const memory = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

/**
 * Makes the thread for one supergraph. It is started with the first question and stopped when it was idle for a while,
 * or when an operation takes too long or too much memory.
 */
export function createPlanningThread(
  supergraphSdl: string,
  timeout: number,
  logger: Logger,
  idle: number = 60_000,
): PlanningThread {
  let worker: Worker | undefined;
  let isOpen = false;
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
    return new Promise((resolve, reject) => {
      started.on('error', reject);
      started.once('exit', () => {
        if (worker === started) worker = undefined;
      });
      started.once('message', () => {
        worker = started;
        isOpen = false;
        resolve(started);
      });
    });
  };

  /** @param within milliseconds; unlimited for what no client has a hand in */
  const answerOf = async (thread: Worker, question: PlanQuestion, within?: number): Promise<PlanAnswer> => {
    const answered = new AbortController();
    const { signal } = answered;
    const late = within === undefined ? [] : [after(within, 'late' as const, { signal }).catch(() => 'late' as const)];
    const ended = once(thread, 'exit', { signal }).then(
      () => 'ended' as const,
      () => 'ended' as const,
    );
    const found = once(thread, 'message', { signal }).then(
      ([answer]) => answer as PlanAnswer,
      () => 'ended' as const,
    );
    thread.postMessage(question);
    const outcome = await Promise.race([found, ended, ...late]);
    answered.abort();
    if (typeof outcome !== 'string') return outcome;
    await stop();
    logger.warn({ outcome, characters: charactersOf(question) }, 'an operation is too complex to be planned');
    throw RequestRefused.because('LIMIT_PLANNING');
  };

  const answer = async (question: PlanQuestion): Promise<PlanAnswer> => {
    clearTimeout(rest);
    const thread = worker ?? (await start());
    thread.ref();
    if (question.kind === 'operation' && !isOpen) {
      await answerOf(thread, { kind: 'open' });
      isOpen = true;
    }
    const found = await answerOf(thread, question, timeout);
    thread.unref();
    rest = setTimeout(() => void stop(), idle);
    rest.unref();
    return found;
  };

  return {
    async ask(question) {
      if (waiting >= waitingAtMost) throw RequestRefused.because('SERVICE_UNAVAILABLE');
      waiting++;
      const mine = turn.then(() => answer(question));
      turn = mine.catch(() => undefined);
      return mine.finally(() => {
        waiting--;
      });
    },
    async close() {
      await turn;
      await stop();
    },
  };
}

function charactersOf(question: PlanQuestion): number {
  if (question.kind === 'open') return 0;
  return (question.kind === 'operation' ? question.operation : question.text).length;
}
