import { expect, test } from '@jest/globals';
import { refuseEnd } from './endLead.ts';

test('an open lead converts or is discarded', () => {
  expect(refuseEnd('OPEN')).toBeUndefined();
});

test('a lead converts once', () => {
  expect(refuseEnd('CONVERTED')?.code).toBe('LEAD_ALREADY_CONVERTED');
});

test('a discarded lead stays so', () => {
  expect(refuseEnd('DISCARDED')?.code).toBe('LEAD_DISCARDED');
});
