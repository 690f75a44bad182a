import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { LeadCreated } from '#generated/events.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { eventRecordOf } from '../outbox/eventRecordOf.ts';
import { type Relay, startRelay } from '../outbox/startRelay.ts';
import { ownerPool } from '../tenancy/ownerQueries.ts';
import { type Collected, collectEvents } from '../testkit/collectEvents.ts';
import { notesDefinition } from '../testkit/notesDefinition.ts';
import { startTestEventLog } from '../testkit/startTestEventLog.ts';
import { startTestStore, type TestStore, tenantA } from '../testkit/startTestStore.ts';
import { deadLetterRecord, type WrittenNote } from './deadLetterNote.ts';
import { defineConsumer } from './eventConsumer.ts';
import { type RunningConsumers, startConsumers } from './startConsumers.ts';

const policy = { retryDelaysMs: [1], earlyAfterMs: () => 3_600_000, earlyAtMostMs: 3_600_000 };
const CONSUMER = 'notes.notes-of-leads';
const LEAD = '01890000-0000-7000-8000-000000000001';

let fixture: TestStore;
let eventLog: EventLog;
let dead: Collected;
let relay: Relay;
let running: RunningConsumers;
let handled: string[];
let poisonous: Set<string>;
let onHandled: Map<string, () => void>;

const notesOfLeads = defineConsumer({
  name: 'notes-of-leads',
  topic: 'lead.created',
  pii: 'read',
  async handle({ payload }, transaction) {
    if (poisonous.has(payload.name)) throw new Error(`cannot digest ${payload.name}`);
    await transaction.query('INSERT INTO notes (text) VALUES ($1)', [payload.name]);
    transaction.afterCommit(() => {
      handled.push(payload.name);
      onHandled.get(payload.name)?.();
    });
  },
});

beforeEach(async () => {
  [fixture, eventLog] = await Promise.all([startTestStore(notesDefinition), startTestEventLog()]);
  [handled, poisonous, onHandled] = [[], new Set(['poison']), new Map()];
  dead = await collectEvents(eventLog, 'lead.created.dlq');
  relay = startRelay({ adminUrl: fixture.runtime.adminUrl, eventLog, logger: nullLogger });
  running = await startConsumers({
    definition: { name: 'notes', consumers: [notesOfLeads] },
    store: fixture.store,
    runtime: { ...fixture.runtime, eventLog },
    policy,
  });
});
afterEach(async () => {
  await running.close();
  await relay.close();
  await dead.close();
  await eventLog.close();
  await fixture.close();
});

function lead(name: string): EventRecord {
  const payload: LeadCreated = {
    lead_id: LEAD,
    tenant_id: tenantA,
    name,
    email: 'lead@example.com',
    source: 'web',
    assigned_to: null,
    created_at: '2026-01-31T09:30:00.000Z',
  };
  return eventRecordOf('lead.created', payload, { source: 'crm', tenantId: tenantA, traceId: 'd'.repeat(32) });
}

const kinds = () => dead.events.map(({ payload }) => payload.kind);
const notes = (count: number) => dead.until((events) => events.length >= count);
const order = (note: object, about: EventRecord) => {
  const written = { consumer: CONSUMER, event_id: about.header.event_id, by: 'operator', ...note } as WrittenNote;
  return eventLog.append([deadLetterRecord(written, about, 'test')]);
};
const whenHandled = (name: string) => new Promise<void>((resolve) => onHandled.set(name, resolve));

test('what was given up lies in the topic of dead letters, with reason, attempts, consumer, position and header', async () => {
  const poison = lead('poison');
  const [position] = await eventLog.append([poison]);
  const [letter] = await notes(1);
  expect(letter).toMatchObject({
    topic: 'lead.created.dlq',
    key: poison.key,
    header: { tenant_id: tenantA, trace_id: poison.header.trace_id },
    payload: {
      kind: 'dead',
      consumer: CONSUMER,
      event_id: poison.header.event_id,
      reason: 'cannot digest poison',
      attempts: 2,
      event: { ...poison, position },
    },
  });
});

test('a replayed event has its effect once, however often it is ordered, and the topic tells so', async () => {
  const poison = lead('poison');
  await eventLog.append([poison]);
  await notes(1);
  const event = { ...poison, payload: { ...poison.payload, name: 'cured' } };
  const done = whenHandled('cured');
  await order({ kind: 'replayed', event }, poison);
  await done;
  await dead.until((events) => events.some(({ payload }) => payload.kind === 'done'));
  await order({ kind: 'replayed', event }, poison);
  await dead.until((events) => events.filter(({ payload }) => payload.kind === 'done').length === 2);
  expect(handled).toEqual(['cured']);
});

test('a replayed event that fails again is given up again', async () => {
  const poison = lead('poison');
  await eventLog.append([poison]);
  await notes(1);
  await order({ kind: 'replayed', event: poison }, poison);
  await notes(3);
  expect(kinds()).toEqual(['dead', 'replayed', 'dead']);
});

test('orders of other consumers, and events of other topics, are passed by', async () => {
  const [one, other] = [lead('one'), lead('other')];
  await order({ kind: 'replayed', event: one, consumer: 'crm.somebody' }, one);
  await order({ kind: 'replayed', event: { ...one, topic: 'user.invited' } }, one);
  const done = whenHandled('other');
  await order({ kind: 'replayed', event: other }, other);
  await done;
  expect(handled).toEqual(['other']);
});

test('a rewind makes good what was missed, and repeats nothing', async () => {
  const events = ['a', 'b', 'c'].map(lead);
  const done = whenHandled('c');
  await eventLog.append(events);
  await done;
  const to = await eventLog.end(['lead.created']);
  // As if the effect of b had been lost together with its note.
  await fixture.store.transact(tenantA, (transaction) => transaction.query("DELETE FROM notes WHERE text = 'b'"));
  await forget(events[1]!.header.event_id);
  const again = whenHandled('b');
  const begins = Object.fromEntries(Object.keys(to['lead.created']!).map((partition) => [partition, '0']));
  await order({ kind: 'rewind', from: { 'lead.created': begins }, to }, { ...events[0]!, key: CONSUMER });
  await again;
  expect(handled).toEqual(['a', 'b', 'c', 'b']);
});

test('an event that is too large for the log is told of without its payload', () => {
  const large = { ...lead('large'), payload: { text: 'x'.repeat(1_000_000) } };
  const note = {
    kind: 'dead',
    reason: 'r',
    attempts: 1,
    event: large,
    consumer: 'kit.relay',
    event_id: 'e',
    by: 'r',
  } as const;
  const { payload } = deadLetterRecord(note, large, 'kit');
  expect(payload).toMatchObject({ payload_left_out: true, event: { topic: 'lead.created', payload: {} } });
});

async function forget(eventId: string): Promise<void> {
  const pool = ownerPool(fixture.runtime.adminUrl, 'test', nullLogger);
  await pool.query('DELETE FROM shared.inbox WHERE event_id = $1', [eventId]);
  await pool.close();
}
