import { TimerEventDefinition } from 'bpmn-elements';
import type { TimerFacts } from '../../domain/modelFacts.ts';
import { timerProblem } from '../../domain/timerProblem.ts';
import type { EngineActivity, EngineBehaviour, EngineMessage } from './engineTypes.ts';

interface ResolvedTimer {
  timeout: number;
  repeat?: number;
}

type TimerClass = new (
  activity: EngineActivity,
  definition: unknown,
) => EngineBehaviour & {
  parse(kind: TimerFacts['kind'], text: string): unknown;
  _getTimers(message: EngineMessage): ResolvedTimer;
};

/**
 * A timer that outlives the process. Once set, it fires only when the product says so: an engine brought back after its
 * due time must not fire it by itself, since the stored due time decides. Times that come out of expressions keep to
 * the same limits as those written in the model.
 */
export class DurableTimer extends (TimerEventDefinition as unknown as TimerClass) {
  override parse(kind: TimerFacts['kind'], text: string): unknown {
    const problem = timerProblem({ kind, text: String(text) });
    if (problem !== null) throw new Error(problem);
    return super.parse(kind, text);
  }

  override _getTimers(message: EngineMessage): ResolvedTimer {
    const timer = super._getTimers(message);
    if (!message.fields.redelivered) return timer;
    // The engine forgets how often a timer still repeats when it is brought back; its message knows.
    const repeat = message.content.repeat;
    return { ...timer, timeout: Math.max(timer.timeout, 1), ...(repeat !== undefined && { repeat }) };
  }
}
