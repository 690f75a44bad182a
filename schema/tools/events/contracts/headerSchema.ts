import type { JsonSchema } from './payloadSchema.ts';

const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

/** JSON Schema of the header that every event carries; in Kafka each property is one record header. */
export const headerSchema: JsonSchema = {
  title: 'EventHeader',
  description: 'What every event carries, whatever its type.',
  type: 'object',
  properties: {
    event_id: { type: 'string', pattern: uuid, description: 'Repetitions of an event have the same.' },
    event_name: { type: 'string', description: 'The topic.' },
    source: { type: 'string', description: 'The domain that produced it.' },
    timestamp: { type: 'string', format: 'date-time', description: 'When it happened, RFC 3339 in UTC.' },
    tenant_id: { type: 'string', pattern: uuid, description: 'The tenant it belongs to. Nobody else may see it.' },
    trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$', description: 'W3C trace id of what caused it.' },
    version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$', description: 'Version of the contract (semver).' },
    schema: { type: 'string', description: 'Identifier of the contract: urn:inopsio:event:<topic>:<version>.' },
    traceparent: {
      type: 'string',
      pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$',
      description: 'W3C trace context of the transaction that produced it.',
    },
  },
  required: ['event_id', 'event_name', 'source', 'timestamp', 'tenant_id', 'trace_id', 'version', 'schema'],
};
