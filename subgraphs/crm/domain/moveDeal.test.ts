import { describe, expect, test } from '@jest/globals';
import { moveDeal } from './moveDeal.ts';
import { defaultStages, entryStage } from './stage.ts';

describe('moveDeal', () => {
  test.each([
    ['qualified', 'proposal'],
    ['proposal', 'negotiation'],
    ['negotiation', 'won'],
    ['qualified', 'lost'],
    ['negotiation', 'lost'],
  ])('lets a deal move from %s to %s', (from, to) => {
    expect(moveDeal(defaultStages, from, to)).toMatchObject({ to: { key: to } });
  });

  test.each([
    ['qualified', 'negotiation'],
    ['qualified', 'won'],
    ['proposal', 'qualified'],
    ['proposal', 'proposal'],
    ['proposal', 'nowhere'],
  ])('refuses the way from %s to %s', (from, to) => {
    expect(moveDeal(defaultStages, from, to)).toMatchObject({ refused: { code: 'DEAL_STAGE_NOT_REACHABLE' } });
  });

  test.each(['won', 'lost'])('keeps a deal that is %s where it is', (from) => {
    expect(moveDeal(defaultStages, from, 'qualified')).toMatchObject({ refused: { code: 'DEAL_CLOSED' } });
  });

  test('names what can be reached', () => {
    expect(moveDeal(defaultStages, 'qualified', 'won')).toMatchObject({
      refused: { message: 'From "qualified" the deal can move to "proposal" or "lost", not to "won".' },
    });
  });

  test('does not depend on the order in which stages are given', () => {
    expect(moveDeal([...defaultStages].reverse(), 'qualified', 'proposal')).toMatchObject({ to: { key: 'proposal' } });
  });
});

describe('entryStage', () => {
  test('is the first open stage', () => {
    expect(entryStage([...defaultStages].reverse()).key).toBe('qualified');
  });

  test('refuses a pipeline without an open stage', () => {
    expect(() => entryStage(defaultStages.filter((stage) => stage.kind !== 'OPEN'))).toThrow(RangeError);
  });
});
