import { expect, test } from '@jest/globals';
import { refuseAcknowledgement, refuseResolution } from './alert.ts';

test('an alert is acknowledged once', () => {
  expect(refuseAcknowledgement('OPEN')).toBeUndefined();
  expect(refuseAcknowledgement('ACKNOWLEDGED')?.code).toBe('ALERT_ALREADY_ACKNOWLEDGED');
  expect(refuseAcknowledgement('RESOLVED')?.code).toBe('ALERT_ALREADY_RESOLVED');
});

test('an alert is resolved after its acknowledgement, once', () => {
  expect(refuseResolution('OPEN')?.code).toBe('ALERT_NOT_ACKNOWLEDGED');
  expect(refuseResolution('ACKNOWLEDGED')).toBeUndefined();
  expect(refuseResolution('RESOLVED')?.code).toBe('ALERT_ALREADY_RESOLVED');
});
