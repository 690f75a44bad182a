import { describe, expect, test } from '@jest/globals';
import { timerProblem } from './timerProblem.ts';

const sound = [
  ['timeDuration', 'PT15M'],
  ['timeDuration', 'P1Y2M3DT4H5M6.5S'],
  ['timeDate', '2031-01-31T09:30:00Z'],
  ['timeCycle', 'R3/PT10S'],
] as const;

const unsound = [
  ['timeDuration', 'soon', 'not an ISO 8601 duration'],
  ['timeDuration', 'P', 'not an ISO 8601 duration'],
  ['timeDuration', 'P99Y', 'days ahead'],
  ['timeDate', 'tomorrow', 'not an ISO 8601 date'],
  ['timeCycle', 'PT1H', 'not a repetition'],
  ['timeCycle', '0 0 * * *', 'not a repetition'],
  ['timeCycle', 'R/PT1H', 'say how often'],
  ['timeCycle', 'R1000000/PT1H', 'at most 1000'],
  ['timeCycle', 'R5/PT0S', 'once a second'],
] as const;

describe('timerProblem', () => {
  test.each(sound)('accepts %s %s', (kind, text) => expect(timerProblem({ kind, text })).toBeNull());
  test.each(unsound)('refuses %s %s', (kind, text, reason) => expect(timerProblem({ kind, text })).toContain(reason));
});
