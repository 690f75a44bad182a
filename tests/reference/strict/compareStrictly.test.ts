import { describe, expect, test } from '@jest/globals';
import { compareStrictly } from './compareStrictly.ts';
import { errorDifferenceOf } from './errorDifferenceOf.ts';

// A short form of what `npm run verify` holds strictly against the monolith.
test.each(['overrides', 'requires', 'roots', 'shop'])(
  'over %s, answers are the monolith’s to the letter',
  async (world) => {
    const { compared, differences } = await compareStrictly(world, 40, 1);
    expect(differences).toEqual([]);
    expect(compared.errors + compared.introspection).toBeGreaterThan(60);
  },
  180_000,
);

describe('errors differ', () => {
  const error = (path: (string | number)[], message = 'No.', code = 'NO') => ({ message, path, extensions: { code } });
  const data = { a: null, b: [{ c: 1 }, null] };
  const truth = { data, errors: [error(['a']), error(['b', 1, 'c'])] };

  test.each([
    ['one is not told', [error(['a'])], 'not told: b.1.c'],
    ['one is told elsewhere', [error(['a']), error(['b', 0, 'c'])], 'not told: b.1.c'],
    ['one is told for no reason', [...truth.errors, error(['b', 0, 'c'])], 'told for no reason: b.0.c'],
    ['one has another message', [error(['a'], 'Nothing.'), error(['b', 1, 'c'])], 'not told: a'],
    ['one has another code', [error(['a'], 'No.', 'NONE'), error(['b', 1, 'c'])], 'not told: a'],
    ['one is told twice', [...truth.errors, error(['a'])], 'told twice: a'],
  ])('where %s', (_what, errors, difference) => {
    expect(errorDifferenceOf({ data, errors }, truth)).toContain(difference);
  });

  test('but not where another of two that null one place is told', () => {
    expect(errorDifferenceOf({ data, errors: [error(['a']), error(['b', 1, 'd'])] }, truth)).toBeUndefined();
  });

  test('but not where a required field is told at its object', () => {
    const lacking = { ...error(['b', 0, 'x', 'y'], 'No y.'), extensions: { code: 'NO', requiredBy: 2 } };
    const withLacking = { data, errors: [...truth.errors, lacking] };
    const told = error(['b', 0], 'No y.');
    expect(errorDifferenceOf({ data, errors: [...truth.errors, told] }, withLacking)).toBeUndefined();
    expect(errorDifferenceOf({ data, errors: truth.errors }, withLacking)).toContain('not told of a required field');
  });
});
