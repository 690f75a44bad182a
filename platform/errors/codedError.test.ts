import { expect, test } from '@jest/globals';
import { catalogue } from './catalogue.ts';
import { CodedError } from './codedError.ts';

test('says what the catalogue says, unless told better', () => {
  expect(new CodedError('FORBIDDEN').message).toBe(catalogue.FORBIDDEN.message);
  const cause = new Error('cause');
  const error = new CodedError('PORT_IN_USE', { message: 'Port 4000 is in use.', cause, details: { port: 4000 } });
  expect(error).toMatchObject({ code: 'PORT_IN_USE', message: 'Port 4000 is in use.', cause, details: { port: 4000 } });
});

test('has extensions whose code and retryability no detail overwrites', () => {
  const error = new CodedError('TIMEOUT', { details: { code: 'FORGED', retryable: false, after: 30 } });
  expect(error.extensions).toEqual({ code: 'TIMEOUT', retryable: true, after: 30 });
});

/** Messages that clients of automatic persisted queries look for, word by word. */
const wordsOfProtocols: readonly string[] = ['PersistedQueryNotFound', 'PersistedQueryNotSupported'];

test.each(Object.entries(catalogue))('%s has a fitting status and a sentence', (code, entry) => {
  expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/);
  expect(entry.status).toBeGreaterThanOrEqual(entry.audience === 'internal' ? 500 : 400);
  if (!wordsOfProtocols.includes(entry.message)) expect(entry.message).toMatch(/^[A-Z].*\.$/);
});
