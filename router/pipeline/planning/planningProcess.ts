import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import type { Logger } from '#platform/logs/logger.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import type { PlanAnswer, PlanQuestion } from './planQuestion.ts';

/** A process that answers one question after the other, each within a time and a memory bound. */
export interface PlanningProcess {
  /** @throws RequestRefused LIMIT_PLANNING; SERVICE_UNAVAILABLE when too many wait */
  ask(question: PlanQuestion): Promise<PlanAnswer>;
  close(): Promise<void>;
}

/** Questions that may wait for the process; it is one, so that planning never takes more than one processor. */
const waitingAtMost = 100;

/** What bounds the process itself, besides the time of a question. */
export interface ProcessBounds {
  /** Milliseconds after which it is stopped when it is idle. */
  readonly idle?: number;
  /** Its memory, in MB. A thread would not do: V8 ends the whole process when a thread's heap grows past its limit in one leap. */
  readonly memory?: number;
}

/**
 * Makes the process for one supergraph. It is started with the first question and stopped when it was idle for a while,
 * or when an operation takes too long; one that takes too much memory ends it.
 */
export function createPlanningProcess(
  supergraphSdl: string,
  timeout: number,
  logger: Logger,
  { idle = 60_000, memory = 256 }: ProcessBounds,
): PlanningProcess {
  let child: ChildProcess | undefined;
  let isOpen = false;
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let rest: NodeJS.Timeout | undefined;

  const stop = async (): Promise<void> => {
    clearTimeout(rest);
    const stopped = child;
    child = undefined;
    if (!stopped || stopped.exitCode !== null || stopped.signalCode !== null) return;
    const exited = once(stopped, 'exit');
    stopped.ref();
    stopped.kill('SIGKILL');
    await exited;
  };

  const start = (): ChildProcess => {
    // It needs nothing of the environment, and so gets none of its secrets.
    const started = fork(new URL('./planChild.ts', import.meta.url), {
      env: {},
      execArgv: [`--max-old-space-size=${memory}`, '--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.on('error', (error) => logger.warn({ error: error.message }, 'the planning process failed'));
    started.once('exit', () => {
      if (child === started) child = undefined;
    });
    child = started;
    isOpen = false;
    return started;
  };

  /** @param within milliseconds; unlimited for what no client has a hand in */
  const answerOf = async (asked: ChildProcess, question: PlanQuestion, within?: number): Promise<PlanAnswer> => {
    const answered = new AbortController();
    const { signal } = answered;
    const found = once(asked, 'message', { signal }).then(
      ([answer]) => answer as PlanAnswer,
      () => 'ended' as const,
    );
    const ended = once(asked, 'exit', { signal }).then(
      () => 'ended' as const,
      () => 'ended' as const,
    );
    const outcomes: Promise<PlanAnswer | 'ended' | 'late'>[] = [found, ended];
    if (within !== undefined) {
      const late = () => 'late' as const;
      outcomes.push(after(within, undefined, { signal }).then(late, late));
    }
    asked.send(question, () => undefined);
    const outcome = await Promise.race(outcomes);
    answered.abort();
    if (typeof outcome !== 'string' && !outcome.exceeded) return outcome;
    if (typeof outcome === 'string') await stop();
    logger.warn({ outcome, characters: charactersOf(question) }, 'an operation is too complex to be planned');
    throw RequestRefused.because('LIMIT_PLANNING');
  };

  const answer = async (question: PlanQuestion): Promise<PlanAnswer> => {
    clearTimeout(rest);
    const asked = child ?? start();
    asked.ref();
    asked.channel?.ref();
    if (!isOpen) {
      await answerOf(asked, { kind: 'open', supergraphSdl });
      isOpen = true;
    }
    const found = await answerOf(asked, question, timeout);
    asked.unref();
    asked.channel?.unref();
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
