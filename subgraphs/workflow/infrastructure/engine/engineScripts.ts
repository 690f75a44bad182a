import { firstLine } from '../cel/compileCel.ts';
import { xpathTrue } from '../cel/xpathFunctions.ts';
import type { EngineRun } from './engineRun.ts';
import type { EngineMessage } from './engineTypes.ts';

type Done = (error: Error | null, output?: unknown) => void;

interface ScriptOwner {
  readonly id: string;
  readonly type: string;
}

/** Gives the engine compiled CEL for conditions of flows and for script tasks; nothing else of a model is executed. */
export class EngineScripts {
  readonly #run: EngineRun;

  constructor(run: EngineRun) {
    this.#run = run;
  }

  register(): void {}

  getScript(_language: string, { id, type }: ScriptOwner) {
    const condition = type === 'bpmn:SequenceFlow';
    const evaluate = (condition ? this.#run.model.conditions : this.#run.model.scripts).get(id);
    if (evaluate === undefined) return undefined;
    return {
      execute: (message: EngineMessage, done: Done) => {
        try {
          const value = evaluate(this.#run.scope(message.content));
          if (!condition) this.#keep(id, value);
          done(null, condition ? xpathTrue(value) : undefined);
        } catch (error) {
          done(new Error(`${id}: ${firstLine(error)}`));
        }
      },
    };
  }

  /** A script's value goes into its result variable; without one, a map's entries become variables. */
  #keep(id: string, value: unknown): void {
    const name = this.#run.node(id)?.script?.resultVariable;
    if (name != null) this.#run.assign({ [name]: value });
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) this.#run.assign({ ...value });
  }
}
