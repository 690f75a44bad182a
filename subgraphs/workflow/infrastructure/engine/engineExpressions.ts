import { limits } from '../../domain/limits.ts';
import { compileExpression } from '../bpmn/compileExpression.ts';
import { type EngineRun, RunawayError } from './engineRun.ts';
import type { EngineMessage } from './engineTypes.ts';

/** Evaluates the expressions that the engine itself meets: times of timers, collections and conditions of loops. */
export class EngineExpressions {
  readonly #run: EngineRun;

  constructor(run: EngineRun) {
    this.#run = run;
  }

  resolveExpression(text: unknown, message?: Partial<EngineMessage>): unknown {
    if (typeof text !== 'string') return text;
    this.#run.step();
    const compiled = compileExpression(text, null, 'value');
    if ('problem' in compiled) throw new Error(`The expression ${text} ${compiled.problem}.`);
    const value = compiled.evaluate(this.#run.scope(message?.content));
    if (message?.content !== undefined && this.#run.node(message.content.id)?.loop != null) refuseEndless(value);
    return value;
  }
}

/** A looping activity asks for its number of iterations or for its collection. */
function refuseEndless(value: unknown): void {
  const iterations = Array.isArray(value) ? value.length : Number(value);
  if (iterations > limits.iterations) throw new RunawayError(`It repeats more than ${limits.iterations} times.`);
}
