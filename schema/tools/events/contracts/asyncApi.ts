import type { EventStreamUse } from '../../rules/reading/eventStreams.ts';
import type { EventDeclaration } from '../readEvents.ts';
import { headerSchema } from './headerSchema.ts';
import { documented, type JsonSchema, payloadSchema } from './payloadSchema.ts';

/**
 * AsyncAPI 3 description of all events: a channel per topic, a message per contract, and who sends it. What the
 * specification has no place for are extensions: `x-pii` on fields, `x-version`, `x-key` and `x-live-fields`.
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
export function asyncApi(events: readonly EventDeclaration[], streams: readonly EventStreamUse[]): JsonSchema {
  const feeds = Map.groupBy(streams, ({ topic }) => topic);
  const channels = events.map((event) => [event.topic, channelOf(event, feeds.get(event.topic) ?? [])]);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Inopsio events',
      version: '1.0.0',
      description: 'Events of all domains as they lie in the log. Each contract has its own version.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      tags: [...new Set(events.map(({ domain }) => domain))].map((name) => ({ name })),
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(channels),
    operations: Object.fromEntries(events.map((event) => [`${event.domain}.sends.${event.topic}`, sendingOf(event)])),
    components: {
      messages: Object.fromEntries(events.map((event) => [event.type, messageOf(event)])),
      schemas: {
        EventHeader: headerSchema,
        ...Object.fromEntries(events.map((event) => [event.type, payloadSchema(event)])),
      },
    },
  };
}

function channelOf({ topic, type, description }: EventDeclaration, feeds: readonly EventStreamUse[]): JsonSchema {
  return {
    address: topic,
    ...documented(description),
    messages: { [type]: reference('components/messages', type) },
    ...(feeds.length > 0 ? { 'x-live-fields': feeds.map(({ field }) => field.name.value) } : {}),
  };
}

function sendingOf({ domain, topic, type }: EventDeclaration): JsonSchema {
  return {
    action: 'send',
    title: `${domain} sends ${topic}`,
    channel: reference('channels', topic),
    messages: [reference(`channels/${topic}/messages`, type)],
    tags: [{ name: domain }],
  };
}

function messageOf({ type, topic, version, key, description, domain }: EventDeclaration): JsonSchema {
  return {
    name: type,
    title: topic,
    ...(description === '' ? {} : { summary: description.replace(/\s+/g, ' ') }),
    contentType: 'application/json',
    headers: reference('components/schemas', 'EventHeader'),
    payload: reference('components/schemas', type),
    tags: [{ name: domain }],
    bindings: {
      kafka: {
        key: { type: 'string', description: `<tenant_id>${key === 'tenant_id' ? '' : `:<${key}>`}` },
        bindingVersion: '0.5.0',
      },
    },
    'x-version': version,
    'x-key': key,
    'x-avro': `avro/${topic}.avsc`,
  };
}

function reference(place: string, name: string): JsonSchema {
  return { $ref: `#/${place}/${name}` };
}
