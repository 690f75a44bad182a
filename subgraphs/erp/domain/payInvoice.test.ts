import { expect, test } from '@jest/globals';
import { refusePayment } from './payInvoice.ts';

const amount = { amount: '120.0000', currency: 'EUR' };

test('the exact amount settles an open invoice', () => {
  expect(refusePayment({ status: 'OPEN', amount }, { amount: '120', currency: 'EUR' })).toBeUndefined();
});

test('an invoice is paid at most once', () => {
  expect(refusePayment({ status: 'PAID', amount }, amount)?.code).toBe('INVOICE_ALREADY_PAID');
});

test('nothing is paid for a void invoice', () => {
  expect(refusePayment({ status: 'VOID', amount }, amount)?.code).toBe('INVOICE_VOID');
});

test.each([
  ['less', { amount: '119.9999', currency: 'EUR' }],
  ['more', { amount: '120.0001', currency: 'EUR' }],
  ['another currency', { amount: '120', currency: 'USD' }],
])('%s does not settle it', (_, payment) => {
  expect(refusePayment({ status: 'OPEN', amount }, payment)?.code).toBe('AMOUNT_DIFFERS');
});
