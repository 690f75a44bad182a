import { compileExpression } from '../bpmn/compileExpression.ts';
import type { EngineRun } from './engineRun.ts';
import type { EngineMessage } from './engineTypes.ts';

/** Evaluates the expressions that the engine itself meets: times of timers, collections and conditions of loops. */
export class EngineExpressions {
  readonly #run: EngineRun;

  constructor(run: EngineRun) {
    this.#run = run;
  }

  resolveExpression(text: unknown, message: EngineMessage): unknown {
    if (typeof text !== 'string') return text;
    this.#run.step();
    const compiled = compileExpression(text, null, 'value');
    if ('problem' in compiled) throw new Error(`The expression ${text} ${compiled.problem}.`);
    return compiled.evaluate(this.#run.scope(message));
  }
}
