/** What every event carries, whatever its type. */
export interface EventHeader {
  /** UUID of this event; consumers recognise a repetition by it. */
  event_id: string;
  /** Name of the event's type in SDL, e.g. `LeadCreated`. */
  event_name: string;
  /** The domain that produced it, e.g. `crm`. */
  source: string;
  /** When it happened, RFC 3339 in UTC. */
  timestamp: string;
  /** The tenant it belongs to. Nobody else may see it. */
  tenant_id: string;
  /** W3C trace id of the request that caused it. */
  trace_id: string;
  /** Semantic version of the payload's contract. */
  version: string;
  /** Identifier of the payload's schema. */
  schema: string;
  /** W3C `traceparent` of the transaction that produced it; absent from events that are older than this field. */
  traceparent?: string;
}

/** An event as producers append it: events of one topic and key keep their order. */
export interface EventRecord<P = Record<string, unknown>> {
  topic: string;
  key: string;
  header: EventHeader;
  payload: P;
}
