import { describe, expect, test } from '@jest/globals';
import { buildSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { coerceVariables } from './coerceVariables.ts';

const schema = buildSchema('type Query { a(n: Int! = 1): Int }');

function coerced(query: string, raw: Record<string, unknown>) {
  const operation = parse(query).definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return coerceVariables(schema, operation as OperationDefinitionNode, raw, ['c']);
}

describe('a variable that @skip or @include uses, and that may be null by its type', () => {
  const query = 'query ($c: Boolean = true) { a @include(if: $c) }';

  test('is refused where it is null: neither true nor false says what to fetch', () => {
    const { errors, variables } = coerced(query, { c: null });
    expect(variables).toBeUndefined();
    expect(errors?.map(({ message, extensions }) => [message, extensions.code])).toEqual([
      ['Variable "$c" must not be null, since @skip or @include uses it.', 'BAD_USER_INPUT'],
    ]);
  });

  test('has its default where it is not given, and its value where it is', () => {
    expect(coerced(query, {}).variables).toMatchObject({ c: true });
    expect(coerced(query, { c: false }).variables).toMatchObject({ c: false });
  });
});

test('null for another variable is left to whoever has the argument', () => {
  expect(coerced('query ($n: Int = 1) { a(n: $n) }', { n: null }).variables).toMatchObject({ n: null });
});
