import { durationSeconds } from './durationSeconds.ts';
import { limits } from './limits.ts';
import type { TimerFacts } from './modelFacts.ts';

/**
 * Checks the literal value of a timer.
 * @returns what is wrong with it, or null: a date, a duration or a bounded repetition (ISO 8601) within the limits
 */
export function timerProblem({ kind, text }: TimerFacts): string | null {
  if (kind === 'timeDate') return Number.isNaN(Date.parse(text)) ? `"${text}" is not an ISO 8601 date and time.` : null;
  const repeat = /^R(\d*)\/(.+)$/.exec(text);
  if (kind === 'timeCycle' && repeat === null) return `"${text}" is not a repetition such as R3/PT1H.`;
  const duration = repeat?.[2] ?? text;
  const seconds = durationSeconds(duration);
  if (seconds === null) return `"${duration}" is not an ISO 8601 duration.`;
  if (seconds > limits.timerDays * 86_400) return `A timer may lie at most ${limits.timerDays} days ahead.`;
  if (repeat === null) return null;
  if (repeat[1] === '' || Number(repeat[1]) > limits.timerRepeats) {
    return `A timer may repeat at most ${limits.timerRepeats} times; say how often.`;
  }
  return seconds < limits.timerCycleSeconds ? 'A timer may repeat at most once a second.' : null;
}
