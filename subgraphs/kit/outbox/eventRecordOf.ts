import { type EventPayloads, eventContracts, type Topic } from '#generated/events.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventContract } from '#platform/events/eventContract.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { payloadFaults } from './payloadFaults.ts';

/** Where an event comes from. */
export interface EventOrigin {
  /** The domain whose store records it. */
  readonly source: string;
  readonly tenantId: string;
  readonly traceId: string;
  /** W3C `traceparent` of the transaction that records it. */
  readonly traceparent?: string;
}

/**
 * Makes an event of a payload, with the whole header. Its key begins with the tenant, so that neither order nor delay is
 * ever shared between tenants.
 * @throws CodedError EVENT_INVALID when there is no such topic, the payload does not keep to its contract, or it names
 * another tenant than the one in whose session it arose
 */
export function eventRecordOf<T extends Topic>(topic: T, payload: EventPayloads[T], origin: EventOrigin): EventRecord {
  const contract: EventContract | undefined = eventContracts[topic];
  if (!contract) throw invalid(topic, 'there is no contract for this topic');
  const fields = payload as unknown as Record<string, unknown>;
  const faults = payloadFaults(contract, fields);
  if (fields.tenant_id !== undefined && fields.tenant_id !== origin.tenantId)
    faults.push('tenant_id is another tenant');
  if (faults.length > 0) throw invalid(topic, faults.join(', '));
  return {
    topic,
    key: contract.key === 'tenant_id' ? origin.tenantId : `${origin.tenantId}:${fields[contract.key]}`,
    header: {
      event_id: uuidv7(),
      event_name: topic,
      source: origin.source,
      timestamp: new Date().toISOString(),
      tenant_id: origin.tenantId,
      trace_id: origin.traceId,
      version: contract.version,
      schema: `urn:inopsio:event:${topic}:${contract.version}`,
      ...(origin.traceparent !== undefined && { traceparent: origin.traceparent }),
    },
    payload: fields,
  };
}

function invalid(topic: string, faults: string): CodedError {
  return new CodedError('EVENT_INVALID', { message: `The event ${topic} does not keep to its contract: ${faults}.` });
}
