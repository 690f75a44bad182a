import { expect, test } from '@jest/globals';
import { supergraphDocument } from './supergraphDocument.ts';

test('a supergraph is parsed once for all who read it together', () => {
  const document = supergraphDocument('type Query { a: Int }');
  expect(supergraphDocument('type Query { a: Int }')).toBe(document);
  expect(supergraphDocument('type Query { b: Int }')).not.toBe(document);
});

test('what is not GraphQL is refused with a code', () => {
  expect(() => supergraphDocument('type {')).toThrow(expect.objectContaining({ code: 'SUPERGRAPH_INVALID' }));
});
