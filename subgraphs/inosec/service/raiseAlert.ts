import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type AlertRow, alerts } from '../infrastructure/alerts.ts';
import { type ThreatRow, threats } from '../infrastructure/threats.ts';

/** What was seen. */
export type Sighting = Pick<ThreatRow, 'severity' | 'sourceSystem' | 'description' | 'ruleId'>;

/** Stores a threat, opens its alert and tells of both (`threat.detected`). */
export async function raiseAlert(transaction: TenantTransaction, sighting: Sighting): Promise<AlertRow> {
  const detectedAt = new Date().toISOString();
  const threat: ThreatRow = { ...sighting, id: uuidv7(), detectedAt };
  const alert: AlertRow = {
    id: uuidv7(),
    threatId: threat.id,
    severity: threat.severity,
    sourceSystem: threat.sourceSystem,
    description: threat.description,
    status: 'OPEN',
    acknowledgedById: null,
    acknowledgedAt: null,
    resolvedAt: null,
    note: null,
    detectedAt,
  };
  await transaction.manager.insert(threats, threat);
  await transaction.manager.insert(alerts, alert);
  await transaction.publish('threat.detected', {
    alert_id: alert.id,
    threat_id: threat.id,
    tenant_id: transaction.tenantId,
    severity: alert.severity,
    source_system: alert.sourceSystem,
    description: alert.description,
    detected_at: detectedAt,
  });
  return alert;
}
