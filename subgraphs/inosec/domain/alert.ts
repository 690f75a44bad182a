/** Life of an alert: open, acknowledged by one person, resolved. */
export type AlertStatus = 'OPEN' | 'ACKNOWLEDGED' | 'RESOLVED';

/** Why an alert does not allow a change. */
export interface RefusedAlertChange {
  readonly code: 'ALERT_ALREADY_ACKNOWLEDGED' | 'ALERT_NOT_ACKNOWLEDGED' | 'ALERT_ALREADY_RESOLVED';
  readonly message: string;
}

const resolved: RefusedAlertChange = { code: 'ALERT_ALREADY_RESOLVED', message: 'The alert is resolved already.' };

/** Says why an alert of this status cannot be acknowledged; undefined where it can. Acknowledged once. */
export function refuseAcknowledgement(status: AlertStatus): RefusedAlertChange | undefined {
  if (status === 'RESOLVED') return resolved;
  if (status === 'ACKNOWLEDGED') {
    return { code: 'ALERT_ALREADY_ACKNOWLEDGED', message: 'Somebody has acknowledged the alert already.' };
  }
  return undefined;
}

/** Says why an alert of this status cannot be resolved; undefined where it can. */
export function refuseResolution(status: AlertStatus): RefusedAlertChange | undefined {
  if (status === 'RESOLVED') return resolved;
  if (status === 'OPEN') {
    return { code: 'ALERT_NOT_ACKNOWLEDGED', message: 'Acknowledge the alert before you resolve it.' };
  }
  return undefined;
}
