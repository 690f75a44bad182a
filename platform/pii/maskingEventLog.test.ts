import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createEmbeddedEventLog } from '#platform/event-log/embedded/createEmbeddedEventLog.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import { maskingEventLog } from './maskingEventLog.ts';
import { maskPersonalData } from './maskPersonalData.ts';
import { seal } from './sealedValue.ts';

const tenantId = uuidv7();
const eventId = uuidv7();
const place = { tenantId, topic: 'lead.created', field: 'email', eventId };
const event: EventRecord = {
  topic: 'lead.created',
  key: tenantId,
  header: {
    event_id: eventId,
    event_name: 'lead.created',
    source: 'crm',
    timestamp: '2026-01-31T09:30:00.000Z',
    tenant_id: tenantId,
    trace_id: 'a'.repeat(32),
    version: '1.0.0',
    schema: 'urn:inopsio:event:lead.created:1.0.0',
  },
  payload: { lead_id: 'l1', email: seal('ada@example.com', { id: uuidv7(), bytes: randomBytes(32) }, place) },
};

test('readers and groups of the masking log see three stars; the log itself is as it was', async () => {
  const database = await createTestDatabase('log');
  const log = await createEmbeddedEventLog({ connectionString: database.url, logger: nullLogger });
  const masking = maskingEventLog(log);
  try {
    await masking.append([event]);
    const seen = (onTo: (take: (events: LoggedEvent[]) => Promise<void>) => Promise<unknown>) =>
      new Promise<LoggedEvent>((resolve, reject) => {
        onTo(async ([first]) => resolve(first!)).catch(reject);
      });
    const topics = [event.topic];
    const masked = await seen((onEvents) => masking.read({ topics, from: 'start', onEvents }));
    const grouped = await seen((onEvents) => masking.consume({ group: 'g', topics, onEvents }));
    const plain = await seen((onEvents) => log.read({ topics, from: 'start', onEvents }));
    expect(masked.payload).toEqual({ lead_id: 'l1', email: '***' });
    expect(grouped.payload).toEqual(masked.payload);
    expect(plain.payload).toEqual(event.payload);
    expect(await masking.end(topics)).toEqual(await log.end(topics));
    expect(Object.keys(await masking.lag('g', topics))).toEqual(topics);
  } finally {
    await masking.close();
    await database.drop();
  }
});

test('a contract masks what was stored before its field was marked; null stays null', () => {
  const contract = {
    ...{ topic: 'lead.created', type: 'LeadCreated', domain: 'crm', version: '1.0.0', key: 'lead_id' },
    fields: ['email', 'name'].map((name) => ({ name, type: 'String', required: false, list: false, pii: true })),
  };
  const clear = { ...event, payload: { lead_id: 'l1', email: 'ada@example.com', name: null } };
  expect(maskPersonalData(clear, contract).payload).toEqual({ lead_id: 'l1', email: '***', name: null });
  expect(maskPersonalData(clear)).toBe(clear);
});
