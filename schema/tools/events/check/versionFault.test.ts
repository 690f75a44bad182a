import { expect, test } from '@jest/globals';
import { largestBump, versionFault } from './versionFault.ts';

test.each([
  ['1.2.3', '1.2.3', undefined, undefined],
  ['1.2.3', '1.2.4', undefined, undefined],
  ['1.2.3', '1.2.3', 'patch', 'needs at least version 1.2.4'],
  ['1.2.3', '1.2.9', 'minor', 'needs at least version 1.3.0'],
  ['1.2.3', '1.3.0', 'minor', undefined],
  ['1.9.9', '1.10.0', 'minor', undefined],
  ['1.2.3', '1.3.0', 'major', 'needs at least version 2.0.0'],
  ['1.2.3', '2.0.0', 'minor', undefined],
  ['2.0.0', '1.9.9', undefined, 'goes back from version 2.0.0 to 1.9.9'],
] as const)('%s to %s for %s: %s', (from, to, bump, fault) => {
  expect(versionFault(from, to, bump)).toBe(fault);
});

test('the largest bump decides', () => {
  expect(largestBump(['minor', 'major', 'patch'])).toBe('major');
  expect(largestBump([])).toBeUndefined();
});
