import { expect, test } from '@jest/globals';
import { answerTypeFor } from './mediaType.ts';

const strict = 'application/graphql-response+json';

test.each([
  [undefined, 'application/json'],
  ['', 'application/json'],
  ['*/*', 'application/json'],
  ['application/*;q=0.5', 'application/json'],
  [strict, strict],
  [`${strict}; charset=utf-8, application/json; charset=utf-8`, strict],
  [`application/json;q=0.9, ${strict}`, strict],
  [`${strict};q=0.1, application/json;q=0.2`, 'application/json'],
  ['text/event-stream', 'text/event-stream'],
  ['TEXT/Event-Stream, application/json', 'text/event-stream'],
  ['text/html, */*;q=0.8', 'application/json'],
  ['application/json; charset=latin1', undefined],
  ['application/json;q=0', undefined],
  ['text/html', undefined],
  ['application/json;q=nonsense', undefined],
])('Accept: %s', (accept, expected) => {
  expect(answerTypeFor(accept)).toBe(expected);
});
