import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { CodedError } from '#platform/errors/codedError.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { isSealed, keyIdOf, seal, unseal } from './sealedValue.ts';

const key = { id: uuidv7(), bytes: randomBytes(32) };
const place = { tenantId: uuidv7(), topic: 'lead.created', field: 'email', eventId: uuidv7() };

test.each(['', 'ada@example.com', 'Ünïcødé 🦊', 'x'.repeat(10_000)])('%.20s comes back as it was', (value) => {
  const sealed = seal(value, key, place);
  expect(sealed).toMatch(/^enc:v1:[0-9a-f-]{36}:[A-Za-z0-9_-]{38,}$/);
  expect(isSealed(sealed)).toBe(true);
  expect(keyIdOf(sealed)).toBe(key.id);
  expect(unseal(sealed, key, place)).toBe(value);
});

test('equal values look different each time', () => {
  expect(seal('same', key, place)).not.toBe(seal('same', key, place));
});

test.each(Object.keys(place))('a value is readable in its own %s only', (part) => {
  const sealed = seal('secret', key, place);
  expect(() => unseal(sealed, key, { ...place, [part]: uuidv7() })).toThrow(
    expect.objectContaining({ code: 'PERSONAL_DATA_UNREADABLE' }),
  );
});

test('whatever character is altered, cut or added, the value is not read', () => {
  const sealed = seal('secret', key, place);
  const start = sealed.lastIndexOf(':') + 1;
  const altered = Array.from({ length: sealed.length - start }, (_, n) => {
    const at = start + n;
    return `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'Q' : 'A'}${sealed.slice(at + 1)}`;
  });
  for (const text of [...altered, sealed.slice(0, -4), `${sealed}AAAA`, `${sealed}!`, 'enc:v1:', '']) {
    expect(() => unseal(text, key, place)).toThrow(CodedError);
  }
});

test('another key reads nothing, and a value of another form has no key', () => {
  expect(() => unseal(seal('secret', key, place), { ...key, bytes: randomBytes(32) }, place)).toThrow(CodedError);
  expect(() => keyIdOf('enc:v1:------------------------------------:AAAA')).toThrow(CodedError);
});
