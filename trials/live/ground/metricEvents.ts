import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';

/** The stream that trials and measurements listen to; the event tells all of it, so that no subgraph is asked. */
export const metricStream = 'subscription Watch($name: String) { tenantMetricsUpdated(name: $name) { value unit } }';

/** Milliseconds of a clock that all processes of this machine share. */
export function sharedClock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Numbered events of named series, so that whoever listens knows what is missing, doubled or late. */
export class MetricEvents {
  readonly #log: EventLog;
  readonly #tenantId: string;
  readonly #sent = new Map<string, number>();

  constructor(log: EventLog, tenantId: string) {
    this.#log = log;
    this.#tenantId = tenantId;
  }

  /** How many events of a series there are. */
  sent(name: string): number {
    return this.#sent.get(name) ?? 0;
  }

  /**
   * Appends the next event of a series. Its value is the time of this call, its unit the number within the series.
   * @param padding bytes to make it larger by
   */
  async append(name: string, padding = 0): Promise<void> {
    const number = this.sent(name) + 1;
    this.#sent.set(name, number);
    const unit = padding > 0 ? `${number} ${'x'.repeat(padding)}` : String(number);
    await this.#log.append([metricEvent(this.#tenantId, { name, value: sharedClock(), unit })]);
  }
}

/** One event as the tenant domain publishes it; the key decides with which others it keeps its order. */
export function metricEvent(
  tenantId: string,
  facts: { readonly name: string; readonly value: number; readonly unit: string },
  key = tenantId,
): EventRecord {
  const timestamp = new Date().toISOString();
  return {
    topic: 'metrics.published',
    key,
    header: {
      event_id: uuidv7(),
      event_name: 'metrics.published',
      source: 'tenant',
      timestamp,
      tenant_id: tenantId,
      trace_id: uuidv7().replaceAll('-', ''),
      version: '1.0.0',
      schema: 'urn:inopsio:event:metrics.published:1.0.0',
    },
    payload: { metric_id: uuidv7(), tenant_id: tenantId, measured_at: timestamp, ...facts },
  };
}
