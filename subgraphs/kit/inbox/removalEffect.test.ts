import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { platformTenant } from '#platform/identity/platformTenant.ts';
import { notesDefinition } from '../testkit/notesDefinition.ts';
import { startTestEventLog } from '../testkit/startTestEventLog.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '../testkit/startTestStore.ts';
import { testEvent } from '../testkit/testEvent.ts';
import { defineConsumer } from './eventConsumer.ts';
import type { RetryPolicy } from './retryPolicy.ts';
import { type RunningConsumers, startConsumers } from './startConsumers.ts';

/** One retry at once; what waits for a store is looked for again at once, so that only its end can end it. */
const policy: RetryPolicy = { retryDelaysMs: [1], earlyAfterMs: () => 1, earlyAtMostMs: 3_600_000 };
const at = '2026-01-31T09:30:00.000Z';

let fixture: TestStore;
let eventLog: EventLog;
let running: RunningConsumers;
let owner: pg.Client;
let handled: string[];
let onHandled: () => void;

const consumer = defineConsumer({
  name: 'notes-of-metrics',
  topic: 'metrics.published',
  async handle({ payload }, transaction) {
    handled.push(payload.name);
    transaction.afterCommit(() => onHandled());
  },
});

beforeEach(async () => {
  [fixture, eventLog] = await Promise.all([startTestStore(notesDefinition), startTestEventLog()]);
  handled = [];
  onHandled = () => undefined;
  owner = new pg.Client({ connectionString: fixture.runtime.adminUrl });
  await owner.connect();
  const runtime = { ...fixture.runtime, eventLog };
  const definition = { name: 'notes', consumers: [consumer] };
  running = await startConsumers({ definition, store: fixture.store, runtime, policy });
});
afterEach(async () => {
  await running.close();
  await owner.end();
  await eventLog.close();
  await fixture.close();
});

const metric = (name: string, tenant_id: string) =>
  testEvent('metrics.published', {
    metric_id: '01890000-0000-7000-8000-000000000001',
    tenant_id,
    name,
    value: 1,
    unit: '1',
    measured_at: at,
  });
const deleted = (deleted_tenant_id: string, tenant_id: string = platformTenant.id) =>
  testEvent('tenant.deleted', { tenant_id, deleted_tenant_id, deleted_by: tenantB, deleted_at: at });
const created = (tenant_id: string) =>
  testEvent('tenant.created', { tenant_id, slug: 'again', name: 'Again', plan: 'TEAM', region: 'eu', created_at: at });

/** Appends events, and asks until the question has rows: nobody tells of what is looked for. */
async function untilRows(events: readonly EventRecord[], sql: string): Promise<Record<string, unknown>[]> {
  await eventLog.append(events);
  for (;;) {
    const { rows } = await owner.query(sql);
    if (rows.length > 0) return rows;
  }
}
const removed = 'SELECT FROM shared.removed_tenants WHERE removed_at IS NOT NULL';
const noneDeferred = 'SELECT WHERE NOT EXISTS (SELECT FROM shared.deferred_events)';

/** Resolves when the consumer has handled an event that is behind all others of the log. */
async function passed(name: string): Promise<void> {
  const done = new Promise<void>((resolve) => {
    onHandled = () => handled.includes(name) && resolve();
  });
  await eventLog.append([metric(name, tenantB)]);
  await done;
}

test('a deleted tenant loses its store, told twice as well, and others keep theirs', async () => {
  await untilRows([deleted(tenantA), deleted(tenantA)], removed);
  await passed('afterwards');
  expect(await fixture.store.tenants()).toEqual([tenantB]);
});

test('events of it that come late have no effect and wait for nothing; its creation does not bring it back', async () => {
  await untilRows([deleted(tenantA)], removed);
  await eventLog.append([metric('late', tenantA), created(tenantA)]);
  await passed('of another');
  await untilRows([], noneDeferred);
  expect(handled).toEqual(['of another']);
  expect(await fixture.store.isRemoved(tenantA)).toBe(true);
  expect(await fixture.store.tenants()).toEqual([tenantB]);
  expect((await owner.query('SELECT FROM shared.dead_letters')).rows).toEqual([]);
});

test('events that waited for it are gone with it', async () => {
  const late = '01890000-0000-7000-8000-0000000000cc';
  await untilRows([metric('too early', late)], 'SELECT FROM shared.deferred_events');
  await untilRows([deleted(late)], removed);
  await untilRows([], noneDeferred);
  expect(handled).toEqual([]);
});

test.each([
  ['in the name of the tenant itself', deleted(tenantA, tenantA)],
  ['in the name of another tenant', deleted(tenantA, tenantB)],
  ['of the platform itself', deleted(platformTenant.id)],
  ['of what is no tenant', deleted('nonsense')],
])('a deletion %s removes nothing and is put aside', async (_of, event) => {
  const [letter] = await untilRows([event], 'SELECT event_id, consumer FROM shared.dead_letters');
  expect(letter).toEqual({ event_id: event.header.event_id, consumer: 'notes.kit-removal' });
  expect(await fixture.store.tenants()).toEqual([tenantA, tenantB]);
  expect((await owner.query('SELECT FROM shared.removed_tenants')).rows).toEqual([]);
});
