import type { Outcome } from './countOutcome.ts';

const mustNotBe = ['lost', 'phantom', 'outOfOrder', 'effectsLost', 'effectsTwice'] as const;

/** What must not be and was; also a trial in which nothing was written proves nothing. */
export function outboxFaults(outcome: Outcome): string[] {
  const faults = mustNotBe.filter((what) => outcome[what] > 0).map((what) => `${what}: ${outcome[what]}`);
  return outcome.committed > 0 ? faults : [...faults, 'nothing was written'];
}
