import { describe, expect, test } from '@jest/globals';
import { documentNumber, refuseCancellation, refuseInvoice } from './order.ts';

describe('refuseInvoice', () => {
  test('a received order gets its invoice', () => {
    expect(refuseInvoice('RECEIVED')).toBeUndefined();
  });

  test.each([
    ['INVOICED', 'ORDER_ALREADY_INVOICED'],
    ['PAID', 'ORDER_ALREADY_INVOICED'],
    ['CANCELLED', 'ORDER_CANCELLED'],
  ] as const)('an order that is %s gets none: %s', (status, code) => {
    expect(refuseInvoice(status)?.code).toBe(code);
  });
});

describe('refuseCancellation', () => {
  test.each(['RECEIVED', 'INVOICED'] as const)('an order that is %s can be cancelled', (status) => {
    expect(refuseCancellation(status)).toBeUndefined();
  });

  test.each([
    ['PAID', 'ORDER_PAID'],
    ['CANCELLED', 'ORDER_CANCELLED'],
  ] as const)('an order that is %s cannot: %s', (status, code) => {
    expect(refuseCancellation(status)?.code).toBe(code);
  });
});

test('document numbers sort as they count', () => {
  expect(documentNumber('O', 42)).toBe('O-000042');
  expect(documentNumber('I', 1_234_567)).toBe('I-1234567');
});
