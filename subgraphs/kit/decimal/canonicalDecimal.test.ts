import { expect, test } from '@jest/globals';
import { canonicalDecimal } from './canonicalDecimal.ts';

test.each([
  ['120', '120.00'],
  ['120.0000', '120.00'],
  ['120.5', '120.50'],
  ['0.1250', '0.125'],
  ['0.0001', '0.0001'],
  ['007.10', '7.10'],
  ['-3.5', '-3.50'],
  ['-0.00', '0.00'],
  ['+1', '1.00'],
  ['999999999999999.9999', '999999999999999.9999'],
  ['900719925474099212345678901234567890.1', '900719925474099212345678901234567890.10'],
])('%s is written %s', (given, written) => expect(canonicalDecimal(given)).toBe(written));

test.each(['NaN', 'Infinity', '', '1e3', '1,5', ' 1'])('what is no plain number stays: %j', (text) => {
  expect(canonicalDecimal(text)).toBe(text);
});
