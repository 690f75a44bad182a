import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { eventContracts, type LeadCreated } from '#generated/events.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createPersonalData } from '#platform/pii/createPersonalData.ts';
import { newMasterKey, parseMasterKeys } from '#platform/pii/masterKeys.ts';
import { openTenantKeys } from '#platform/pii/postgres/openTenantKeys.ts';
import type { TenantKeys } from '#platform/pii/tenantKeys.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import { defineConsumer, type EventConsumer } from '../inbox/eventConsumer.ts';
import { startConsumers } from '../inbox/startConsumers.ts';
import { collectEvents } from '../testkit/collectEvents.ts';
import { notesDefinition } from '../testkit/notesDefinition.ts';
import { startTestEventLog } from '../testkit/startTestEventLog.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '../testkit/startTestStore.ts';
import { startRelay } from './startRelay.ts';

const lead: LeadCreated = {
  lead_id: '01890000-0000-7000-8000-000000000001',
  tenant_id: tenantA,
  name: 'Canary Bird',
  email: 'canary@example.com',
  source: 'web',
  assigned_to: null,
  created_at: '2026-01-31T09:30:00.000Z',
};
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let keys: TenantKeys;
let fixture: TestStore;
let eventLog: EventLog;
let keysAway: boolean;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  database = await createTestDatabase('keys');
  const masterKeys = parseMasterKeys(newMasterKey('m1'));
  keys = await openTenantKeys({ connectionString: database.url, masterKeys, logger: nullLogger });
  keysAway = false;
  const present: TenantKeys['present'] = async (tenantId) => {
    if (keysAway) throw new CodedError('PERSONAL_DATA_KEYS_UNAVAILABLE');
    return keys.present(tenantId);
  };
  const personalData = createPersonalData({ ...keys, present }, eventContracts);
  [fixture, eventLog] = await Promise.all([startTestStore(notesDefinition, { personalData }), startTestEventLog()]);
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await eventLog.close();
  await fixture.close();
  await keys.close();
  await database.drop();
});

const publish = (payload: LeadCreated = lead) =>
  fixture.store.transact(payload.tenant_id, (transaction) => transaction.publish('lead.created', payload), {
    traceparent,
  });

/** Runs a consumer and the relay; gives what the consumer was handed, event by event. */
async function received(pii: EventConsumer['pii'], count: number, name = 'reads-leads') {
  const { promise, resolve } = Promise.withResolvers<void>();
  const seen: { payload: LeadCreated; traceparent: string; traceId: string }[] = [];
  const consumer = defineConsumer({
    name,
    topic: 'lead.created',
    ...(pii && { pii }),
    async handle({ payload }, transaction) {
      seen.push({ payload, traceparent: transaction.traceparent, traceId: transaction.traceId });
      if (seen.length === count) transaction.afterCommit(resolve);
    },
  });
  const runtime = { ...fixture.runtime, eventLog };
  const definition = { name: 'notes', consumers: [consumer] };
  const running = await startConsumers({ definition, store: fixture.store, runtime });
  stops.push(running.close);
  const relay = startRelay({ adminUrl: fixture.runtime.adminUrl, eventLog, logger: nullLogger });
  stops.push(relay.close);
  await promise;
  return seen;
}

test('personal data is ciphertext in outbox and log, and nowhere in the database in the clear', async () => {
  await publish();
  const [recorded] = await fixture.recorded();
  expect(recorded!.payload).toEqual({
    ...lead,
    name: expect.stringMatching(/^enc:v1:/),
    email: expect.stringMatching(/^enc:v1:/),
  });
  const client = new pg.Client({ connectionString: fixture.superuserUrl });
  await client.connect();
  const { rows } = await client.query('SELECT event::text FROM shared.outbox');
  await client.end();
  expect(rows.map(({ event }) => event).join()).not.toMatch(/canary/i);
  await received('read', 1);
  const log = await collectEvents(eventLog, 'lead.created');
  stops.push(log.close);
  const [event] = await log.until((events) => events.length === 1);
  expect(JSON.stringify(event)).not.toMatch(/canary/i);
});

test('a consumer with the right reads it, one without gets it masked', async () => {
  await publish();
  const [clear] = await received('read', 1);
  expect(clear!.payload).toEqual(lead);
  const [blind] = await received(undefined, 1, 'counts-leads');
  expect(blind!.payload).toEqual({ ...lead, name: '***', email: '***' });
});

test('the trace goes from the request through the log into the consumer’s transaction', async () => {
  await publish();
  const { header } = (await fixture.recorded())[0]!;
  expect(header.traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$/);
  expect(header.traceparent).not.toBe(traceparent);
  const [seen] = await received(undefined, 1);
  expect(seen!.traceId).toBe(header.trace_id);
  expect(seen!.traceparent.slice(0, 36)).toBe(header.traceparent!.slice(0, 36));
  expect(seen!.traceparent).not.toBe(header.traceparent);
});

test('after a rotation old and new events are readable; after shredding none of that tenant', async () => {
  await publish();
  await keys.rotate(tenantA);
  await publish({ ...lead, name: 'Second Bird' });
  await publish({ ...lead, tenant_id: tenantB, name: 'Neighbour' });
  const read = await received('read', 3);
  expect(read.map(({ payload }) => payload.name).sort()).toEqual(['Canary Bird', 'Neighbour', 'Second Bird']);
  await keys.shred(tenantA);
  const replayed = await received('read', 3, 'reads-later');
  expect(replayed.map(({ payload }) => payload.name).sort()).toEqual(['***', '***', 'Neighbour']);
  await expect(publish()).rejects.toMatchObject({ code: 'TENANT_SHREDDED' });
});

test('while the keys are away no event with personal data is stored, and its transaction leaves nothing', async () => {
  keysAway = true;
  const work = fixture.store.transact(tenantA, async (transaction) => {
    await transaction.query('INSERT INTO notes (text) VALUES ($1)', ['never']);
    await transaction.publish('lead.created', lead);
  });
  await expect(work).rejects.toMatchObject({ code: 'PERSONAL_DATA_KEYS_UNAVAILABLE' });
  expect(await fixture.recorded()).toEqual([]);
  const notes = await fixture.store.read(tenantA, (session) =>
    session.query("SELECT text FROM notes WHERE text = 'never'"),
  );
  expect(notes).toEqual([]);
  keysAway = false;
  await publish();
  expect(await fixture.recorded()).toHaveLength(1);
});
