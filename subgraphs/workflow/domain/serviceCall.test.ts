import { describe, expect, test } from '@jest/globals';
import { serviceCall } from './serviceCall.ts';

const cases = [
  [null, { kind: 'pass' }],
  ['##unspecified', { kind: 'pass' }],
  ['##WebService', { kind: 'pass' }],
  ['event:workflow.service.requested', { kind: 'request', service: 'Archive' }],
  ['event:workflow.service.requested#archive-invoice', { kind: 'request', service: 'archive-invoice' }],
  ['await:payment.processed', { kind: 'await', topic: 'payment.processed' }],
  ['await:lead.created', { kind: 'unknown', implementation: 'await:lead.created' }],
  ['event:lead.created', { kind: 'unknown', implementation: 'event:lead.created' }],
  ['java:com.example.Archive', { kind: 'unknown', implementation: 'java:com.example.Archive' }],
] as const;

describe('serviceCall', () => {
  test.each(cases)('reads %s', (implementation, call) => {
    expect(serviceCall(implementation, 'Archive', ['payment.processed'])).toEqual(call);
  });
});
