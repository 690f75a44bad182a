import type { EngineRun } from './engineRun.ts';
import type { EngineContent } from './engineTypes.ts';

interface TimerReference {
  readonly executionId: string;
  open: boolean;
}

/** Hands the engine's timers to the product, which stores their due times; nothing here ever runs by the clock. */
export class EngineTimers {
  readonly #run: EngineRun;

  constructor(run: EngineRun) {
    this.#run = run;
  }

  register(owner: EngineContent) {
    return {
      setTimeout: (callback: () => void, delay: number) => this.#set(owner, callback, delay),
      clearTimeout: (reference: TimerReference) => this.clearTimeout(reference),
    };
  }

  setTimeout(): never {
    throw new Error('The engine may set timers of events only.');
  }

  clearTimeout(reference: TimerReference): undefined {
    reference.open = false;
  }

  #set(owner: EngineContent, callback: () => void, delay: number): TimerReference {
    const reference = { executionId: owner.executionId, open: true };
    this.#run.open({
      executionId: owner.executionId,
      nodeId: owner.id,
      kind: 'TIMER',
      messageName: null,
      dueAt: owner.expireAt === undefined ? new Date(Date.now() + delay) : new Date(owner.expireAt),
      locals: {},
      isOpen: () => reference.open,
      resume: () => {
        reference.open = false;
        callback();
      },
    });
    return reference;
  }
}
