import { describe, expect, test } from '@jest/globals';
import { checkDecimal } from './checkDecimal.ts';
import { checkEmail } from './checkEmail.ts';
import { checkInteger } from './checkInteger.ts';
import { checkText } from './checkText.ts';
import { firstInvalid } from './firstInvalid.ts';
import { isUuid } from './isUuid.ts';

describe('checks of input', () => {
  test.each(['ada@example.com', "o'neil+x@mail.example.co.uk", 'a@b.cd'])('an email address: %s', (text) => {
    expect(checkEmail(text)).toBeNull();
  });

  test.each(['', 'ada', 'ada@', 'ada@localhost', 'a b@example.com', 'a@-b.com', `a@${'b'.repeat(250)}.com`])(
    'no email address: %s',
    (text) => expect(checkEmail(text)).toMatch(/email/),
  );

  test('a text: length after trimming, no control characters', () => {
    expect(checkText('two\nlines', { max: 20 })).toBeNull();
    expect(checkText('   ', { max: 20 })).toMatch(/at least one/);
    expect(checkText('abc', { max: 2 })).toMatch(/at most 2/);
    expect(checkText('a\u0000b', { max: 20 })).toMatch(/control/);
    expect(checkText(null, { max: 1 })).toBeNull();
  });

  test('a decimal: exact comparison, digits and decimals', () => {
    expect(checkDecimal('999999999999999.9999')).toBeNull();
    expect(checkDecimal('1.23456')).toMatch(/4 decimals/);
    expect(checkDecimal('1e3')).toMatch(/number/);
    expect(checkDecimal('0.00', { min: '0', exclusive: true })).toMatch(/above 0/);
    expect(checkDecimal('-0.01', { min: '0' })).toMatch(/at least 0/);
    expect(checkDecimal('10.001', { decimals: 2 })).toMatch(/2 decimals/);
    expect(checkDecimal('10.01', { max: '10' })).toMatch(/at most 10/);
  });

  test('a whole number within bounds', () => {
    expect([checkInteger(1, 1, 9), checkInteger(null, 1, 9)]).toEqual([null, null]);
    expect([checkInteger(0, 1, 9), checkInteger(1.5, 1, 9)].every((reason) => reason !== null)).toBe(true);
  });

  test('the first invalid argument becomes the failure', () => {
    const failure = firstInvalid({ 'input.name': null, 'input.email': checkEmail('x'), 'input.age': 'late' });
    expect(failure).toMatchObject({ __typename: 'InvalidInput', field: 'input.email' });
    expect(firstInvalid({ 'input.name': null })).toBeNull();
  });

  test('an identifier', () => {
    expect(isUuid('01890000-0000-7000-8000-00000000AC3E')).toBe(true);
    expect([isUuid('01890000'), isUuid(7), isUuid('01890000-0000-7000-8000-00000000ac3e ')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
