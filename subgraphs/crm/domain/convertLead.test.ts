import { expect, test } from '@jest/globals';
import { refuseConversion } from './convertLead.ts';

test('an open lead converts', () => {
  expect(refuseConversion('OPEN')).toBeUndefined();
});

test('a lead converts once', () => {
  expect(refuseConversion('CONVERTED')?.code).toBe('LEAD_ALREADY_CONVERTED');
});

test('a discarded lead does not convert', () => {
  expect(refuseConversion('DISCARDED')?.code).toBe('LEAD_DISCARDED');
});
