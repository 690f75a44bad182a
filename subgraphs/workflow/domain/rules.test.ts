import { describe, expect, test } from '@jest/globals';
import { circleThrough } from './dependencies.ts';
import { eventBindings, subjectOf } from './eventBinding.ts';
import { refuseCommand } from './instance.ts';
import { refuseChange, refuseCompletion, scheduleProblem } from './task.ts';
import { variablesProblem } from './variablesProblem.ts';

describe('a task', () => {
  test('is completed once', () => {
    expect(refuseCompletion('OPEN', 0)).toBeUndefined();
    expect(refuseCompletion('COMPLETED', 0)?.code).toBe('TASK_NOT_OPEN');
    expect(refuseCompletion('CANCELLED', 0)?.code).toBe('TASK_NOT_OPEN');
  });

  test('waits for what it depends on', () => {
    expect(refuseCompletion('OPEN', 2)).toEqual({ code: 'TASK_BLOCKED', message: expect.stringContaining('2 open') });
  });

  test('changes only while it is open', () => {
    expect(refuseChange('OPEN')).toBeUndefined();
    expect(refuseChange('COMPLETED')?.code).toBe('TASK_NOT_OPEN');
  });

  test.each([
    ['2031-01-02T00:00:00Z', '2031-01-01T00:00:00Z', false],
    ['2031-01-01T00:00:00Z', '2031-01-01T00:00:00Z', true],
    [null, '2031-01-01T00:00:00Z', true],
  ])('starting %s and due %s is sound: %s', (startsAt, dueAt, sound) => {
    expect(scheduleProblem(startsAt, dueAt) === null).toBe(sound);
  });
});

describe('dependencies', () => {
  const chain = [
    { taskId: 'b', dependsOnId: 'a' },
    { taskId: 'c', dependsOnId: 'b' },
    { taskId: 'd', dependsOnId: 'b' },
  ];

  test.each([
    ['a', ['c'], 'a'],
    ['a', ['a'], 'a'],
    ['a', ['x'], null],
    ['d', ['c'], null],
    ['b', ['c'], 'b'],
  ])('%s on %j closes a circle at %s', (taskId, dependsOn, circle) => {
    expect(circleThrough(taskId, dependsOn, chain)).toBe(circle);
  });
});

describe('an instance', () => {
  test('goes on only while it runs', () => {
    expect(refuseCommand('RUNNING')).toBeUndefined();
    for (const status of ['COMPLETED', 'FAILED', 'CANCELLED'] as const) {
      expect(refuseCommand(status)?.code).toBe('WORKFLOW_ENDED');
    }
  });

  test('takes variables as an object within the bound', () => {
    expect(variablesProblem({ a: 1 })).toBeNull();
    expect(variablesProblem(undefined)).toBeNull();
    expect(variablesProblem([1])).toContain('object');
    expect(variablesProblem('x')).toContain('object');
    expect(variablesProblem({ a: 'x'.repeat(300_000) })).toContain('at most');
  });
});

test('the subject of an event is the order that it is about, where it names one', () => {
  const payment = eventBindings.find(({ topic }) => topic === 'payment.processed')!;
  expect(subjectOf(payment, { order_id: 'o1', payment_id: 'p1' })).toBe('o1');
  expect(subjectOf(payment, { order_id: null })).toBeNull();
});
