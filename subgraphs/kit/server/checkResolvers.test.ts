import { describe, expect, test } from '@jest/globals';
import { buildExecutableSchema } from './buildExecutableSchema.ts';

const sdl = `type Query { a: Int b: Int } type Mutation { c: Int } type T { d: Int }`;
const fitting = { Query: { a: () => 1, b: () => 2 }, Mutation: { c: () => 3 }, T: { d: () => 4 } };

describe('resolvers and SDL', () => {
  test('fit', () => {
    expect(() => buildExecutableSchema(sdl, fitting)).not.toThrow();
  });

  test('a root field without a resolver and a resolver without a field are named, all at once', () => {
    const wrong = { Query: { a: () => 1, aa: () => 1 }, T: { e: () => 1 }, U: { f: () => 1 } };
    expect(() => buildExecutableSchema(sdl, wrong)).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }));
    expect(() => buildExecutableSchema(sdl, wrong)).toThrow(
      /Query\.aa is not.*T\.e is not.*U is not.*Query\.b has no resolver; Mutation\.c has no resolver/,
    );
  });
});
