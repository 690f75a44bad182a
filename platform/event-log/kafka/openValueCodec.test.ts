import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { seal } from '#platform/pii/sealedValue.ts';
import { createTestTopics } from '#tests/kafka.ts';
import type { EventLog, LoggedEvent } from '../eventLog.ts';
import { createKafkaEventLog } from './createKafkaEventLog.ts';
import { openValueCodec } from './openValueCodec.ts';

const tenantId = uuidv7();
const topic = 'lead.created';

function event(topic: string, name: string): EventRecord {
  const eventId = uuidv7();
  const place = { tenantId, topic, field: 'name', eventId };
  return {
    topic,
    key: `${tenantId}:l1`,
    header: {
      event_id: eventId,
      event_name: topic,
      source: 'crm',
      timestamp: '2026-01-31T09:30:00.000Z',
      tenant_id: tenantId,
      trace_id: 'a'.repeat(32),
      version: '1.0.0',
      schema: `urn:inopsio:event:${topic}:1.0.0`,
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    },
    payload: {
      lead_id: 'l1',
      tenant_id: tenantId,
      name: seal(name, { id: uuidv7(), bytes: randomBytes(32) }, place),
      email: 'enc:v1:',
      source: 'web',
      assigned_to: null,
      created_at: '2026-01-31T09:30:00.123Z',
    },
  };
}

let topics: Awaited<ReturnType<typeof createTestTopics>>;
const logs: EventLog[] = [];

beforeAll(async () => {
  topics = await createTestTopics();
});
afterAll(async () => {
  await Promise.all(logs.map((log) => log.close()));
  await topics?.remove();
});

async function open(encoding: 'json' | 'avro'): Promise<EventLog> {
  const connection = { brokers: topics.brokers };
  const codec = await openValueCodec({ encoding });
  const log = await createKafkaEventLog({ connection, prefix: topics.prefix, codec, logger: nullLogger });
  logs.push(log);
  return log;
}

test('a log reads what was written in either encoding, events without a contract too, with the whole header', async () => {
  const [asJson, asAvro] = [await open('json'), await open('avro')];
  const written = [event(topic, 'first'), event(topic, 'second'), event(topic, 'third')];
  const letter = event('lead.created.dlq', 'given up');
  await asJson.append([written[0]!]);
  await asAvro.append([written[1]!, letter]);
  await asJson.append([written[2]!]);
  for (const log of [asJson, asAvro]) {
    const { promise, resolve, reject } = Promise.withResolvers<LoggedEvent[]>();
    const seen: LoggedEvent[] = [];
    const onEvents = (events: LoggedEvent[]) => {
      seen.push(...events);
      if (seen.length === 4) resolve(seen);
    };
    await log.read({ topics: [topic, letter.topic], from: 'start', onEvents, onError: reject });
    const plain = (await promise).map(({ position: _position, ...record }) => record);
    expect(plain.filter((record) => record.topic === topic)).toEqual(written);
    expect(plain.find((record) => record.topic === letter.topic)).toEqual(letter);
  }
});

test('Avro is in the wire format and less than JSON', async () => {
  const { payload } = event(topic, 'first');
  const [json, avro] = await Promise.all(
    (['json', 'avro'] as const).map(async (encoding) =>
      (await openValueCodec({ encoding })).encodeValue(topic, payload),
    ),
  );
  expect([json![0], avro![0]]).toEqual(['{'.charCodeAt(0), 0]);
  expect(avro!.length).toBeLessThan(json!.length);
});
