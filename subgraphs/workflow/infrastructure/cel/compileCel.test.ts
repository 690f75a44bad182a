import { describe, expect, test } from '@jest/globals';
import { compileCel } from './compileCel.ts';

function evaluate(text: string, scope: Record<string, unknown> = {}): unknown {
  const compiled = compileCel(text);
  if ('problem' in compiled) throw new Error(compiled.problem);
  return compiled.evaluate(scope);
}

describe('compileCel', () => {
  test.each<[string, Record<string, unknown>, unknown]>([
    ['amount + 1 > 100.5', { amount: 100 }, true],
    ['1 + amount * 2', { amount: 1.5 }, 4],
    ['decimal(amount) > decimal("1000")', { amount: '1000.01' }, true],
    ['decimal(amount) >= decimal("0.3")', { amount: '0.1' }, false],
    ['{"total": amount, "lines": size(lines)}', { amount: '9.90', lines: [1, 2] }, { total: '9.90', lines: 2 }],
    ['"approved" in variables ? variables["approved"] : null', {}, null],
    ['xpathEquals(a, "yes")', { a: 'yes' }, true],
    ['xpathEquals(a, 1.0)', { a: '1' }, true],
    ['xpathEquals(a, "")', { a: null }, false],
    ['xpathTrue(a)', { a: '' }, false],
    ['lines.exists(line, line.quantity > 1)', { lines: [{ quantity: 2 }] }, true],
  ])('%s', (text, scope, value) => expect(evaluate(text, scope)).toEqual(value));

  test.each([
    ['name.matches("(a+)+$")', 'matches()'],
    ['a.map(x, b.map(y, x * y))', 'loop within a loop'],
    ['amount >', 'Unexpected'],
    [`${'('.repeat(60)}1${')'.repeat(60)}`, 'Exceeded'],
  ])('refuses %s', (text, problem) => {
    expect(compileCel(text)).toEqual({ problem: expect.stringContaining(problem) });
  });

  test.each(['missing > 1', 'constructor', 'a.constructor', 'globalThis', 'process.env', 'a.b.c'])(
    '%s reaches nothing outside of its variables',
    (text) => expect(() => evaluate(text, { a: {} })).toThrow(),
  );
});
