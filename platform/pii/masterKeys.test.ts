import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { newMasterKey, parseMasterKeys } from './masterKeys.ts';

const key = { id: uuidv7(), bytes: randomBytes(32) };
const tenantId = uuidv7();

test('the first key wraps, every key unwraps, and the wrapped key does not hold the key', () => {
  const old = newMasterKey('old');
  const before = parseMasterKeys(old);
  const bytes = before.wrap(tenantId, key);
  expect(bytes.includes(key.bytes)).toBe(false);
  const after = parseMasterKeys(`${newMasterKey('new')}\n${old}`);
  expect([before.presentId, after.presentId]).toEqual(['old', 'new']);
  expect(after.unwrap(tenantId, { keyId: key.id, masterKeyId: 'old', bytes })).toEqual(key);
});

test('a wrapped key is of no use to another tenant, under another id, altered, or without its master key', () => {
  const keys = parseMasterKeys(newMasterKey('m1'));
  const bytes = keys.wrap(tenantId, key);
  const wrapped = { keyId: key.id, masterKeyId: 'm1', bytes };
  const altered = Buffer.from(bytes);
  altered[altered.length - 1]! ^= 1;
  const unreadable = expect.objectContaining({ code: 'PERSONAL_DATA_UNREADABLE' });
  expect(() => keys.unwrap(uuidv7(), wrapped)).toThrow(unreadable);
  expect(() => keys.unwrap(tenantId, { ...wrapped, keyId: uuidv7() })).toThrow(unreadable);
  expect(() => keys.unwrap(tenantId, { ...wrapped, bytes: altered })).toThrow(unreadable);
  expect(() => keys.unwrap(tenantId, { ...wrapped, bytes: bytes.subarray(0, 20) })).toThrow(unreadable);
  expect(() => keys.unwrap(tenantId, { ...wrapped, masterKeyId: 'm0' })).toThrow(
    expect.objectContaining({ code: 'MASTER_KEY_MISSING' }),
  );
});

test.each(['', 'no key', 'm1:short', `${newMasterKey('m1')}${newMasterKey('m1')}`])(
  'the file %j is refused',
  (text) => {
    expect(() => parseMasterKeys(text)).toThrow();
  },
);

test('a refusal names the line and not the key', () => {
  const secret = newMasterKey('bad name').trim();
  expect(() => parseMasterKeys(`${newMasterKey('m1')}${secret}`)).toThrow('line 2 is no master key of a new name');
});
