import { describe, expect, test } from '@jest/globals';
import { atLeast, equals, hasId, isNull, oneOf, startsWith } from './conditions.ts';
import { Statement } from './statement.ts';

describe('conditions', () => {
  test('ask for nothing where the filter has no value', () => {
    expect([
      equals('a', null),
      hasId('a', undefined),
      oneOf('a', null),
      atLeast('a', null),
      startsWith('a', null),
    ]).toEqual(Array(5).fill(undefined));
  });

  test('carry values as parameters, never as SQL', () => {
    const hostile = "x' OR true --";
    const statement = new Statement(['first']).where([equals('createdBy', hostile)!, oneOf('status', [hostile, '?'])!]);
    expect(statement.clause).toBe(' WHERE "created_by" = $2 AND "status" = ANY($3)');
    expect(statement.values).toEqual(['first', hostile, [hostile, '?']]);
  });

  test.each(['a"b', 'a; DROP TABLE b', '', '1a', 'a b', 'a?'])('stop a column name that is none: %j', (name) => {
    expect(() => equals(name, 1)).toThrow(TypeError);
    expect(() => isNull(name, true)).toThrow(TypeError);
  });

  test('match no row for an identifier that is none, and for an empty list', () => {
    expect([hasId('a', 'nonsense')?.sql, oneOf('a', [])?.sql]).toEqual(['false', 'false']);
  });

  test('take wildcards of LIKE as plain characters', () => {
    expect(startsWith('name', '50%_\\Off')?.values).toEqual(['50\\%\\_\\\\off%']);
  });
});
