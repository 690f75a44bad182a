import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LeadCreated } from '#generated/events.ts';
import { defineConsumer } from '#kit/inbox/eventConsumer.ts';
import { startConsumers } from '#kit/inbox/startConsumers.ts';
import { eventRecordOf } from '#kit/outbox/eventRecordOf.ts';
import { startRelay } from '#kit/outbox/startRelay.ts';
import { type Collected, collectEvents } from '#kit/testkit/collectEvents.ts';
import { notesDefinition } from '#kit/testkit/notesDefinition.ts';
import { startTestEventLog } from '#kit/testkit/startTestEventLog.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '#kit/testkit/startTestStore.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { auditFile, auditTo } from './audit.ts';
import { runEvents } from './runEvents.ts';

const CONSUMER = 'notes.notes-of-leads';
const LEAD = '01890000-0000-7000-8000-000000000001';
const SEALED = `enc:v1:01890000-0000-7000-8000-0000000000ff:${'A'.repeat(60)}`;

let fixture: TestStore;
let eventLog: EventLog;
let dead: Collected;
let folder: string;
let handled: string[];
let stop: AbortController;
let said: PromiseWithResolvers<string>;
const stops: (() => Promise<void>)[] = [];

const notesOfLeads = defineConsumer({
  name: 'notes-of-leads',
  topic: 'lead.created',
  async handle({ payload }, transaction) {
    if (payload.source === 'poison') throw new Error('cannot digest this');
    await transaction.query('INSERT INTO notes (text) VALUES ($1)', [payload.source]);
    handled.push(payload.source);
  },
});

beforeEach(async () => {
  [fixture, eventLog] = await Promise.all([startTestStore(notesDefinition), startTestEventLog()]);
  dead = await collectEvents(eventLog, 'lead.created.dlq');
  folder = await mkdtemp(join(tmpdir(), 'event-desk-'));
  handled = [];
  stop = new AbortController();
  said = Promise.withResolvers();
  const runtime = { ...fixture.runtime, eventLog };
  const policy = { retryDelaysMs: [1], earlyAfterMs: () => 3_600_000, earlyAtMostMs: 3_600_000 };
  const relay = startRelay({ adminUrl: fixture.runtime.adminUrl, eventLog, logger: nullLogger });
  const definition = { name: 'notes', consumers: [notesOfLeads] };
  const running = await startConsumers({ definition, store: fixture.store, runtime, policy });
  stops.push(running.close, relay.close, dead.close, eventLog.close, fixture.close);
  stops.push(() => rm(folder, { recursive: true }));
});
afterEach(async () => {
  for (const one of stops.splice(0)) await one();
});

/** Runs a command; gives its exit code, and its output as lines and as JSON. */
async function events(...args: string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const groups = [{ group: CONSUMER, topic: 'lead.created' }];
  const code = await runEvents(args, {
    openDesk: async () => ({
      log: eventLog,
      groups,
      print: (line) => out.push(line),
      say: (line) => said.resolve(line),
      signal: stop.signal,
      close: async () => undefined,
    }),
    audit: auditTo(auditFile(folder)),
    complain: (line) => errors.push(line),
  });
  return { code, out, errors: errors.join('\n'), json: () => JSON.parse(out.join('\n')) };
}

function lead(source: string, tenantId = tenantA): EventRecord {
  const payload: LeadCreated = {
    lead_id: LEAD,
    tenant_id: tenantId,
    name: SEALED,
    email: SEALED,
    source,
    assigned_to: null,
    created_at: '2026-01-31T09:30:00.000Z',
  };
  return eventRecordOf('lead.created', payload, { source: 'crm', tenantId, traceId: 'd'.repeat(32) });
}

const noted = (kind: string, count = 1) =>
  dead.until((all) => all.filter(({ payload }) => payload.kind === kind).length >= count);

async function deadLetter(): Promise<EventRecord> {
  const poison = lead('poison');
  await eventLog.append([poison]);
  await noted('dead');
  return poison;
}
const idOf = (event: EventRecord) => event.header.event_id;
const shown = (event: EventRecord, source = event.payload.source) =>
  JSON.stringify({ ...event.payload, name: '***', email: '***', source });

describe('looking at the log', () => {
  test('list shows the newest events that match, with personal data masked', async () => {
    await eventLog.append([lead('one'), lead('two', tenantB), lead('three')]);
    const all = await events('list', '--topic', 'lead.created', '--json');
    expect(all.code).toBe(0);
    expect(all.json()).toHaveLength(3);
    expect(all.out.join()).not.toContain('enc:v1');
    expect(all.json()[0].payload).toMatchObject({ name: '***', email: '***' });
    const some = await events('list', '--topic', 'lead.created', '--tenant', tenantB, '--json');
    expect(some.json().map((event: EventRecord) => event.payload.source)).toEqual(['two']);
    const newest = await events('list', '--topic', 'lead.created', '--limit', '1');
    expect(newest.out).toHaveLength(1);
    expect(await events('list', '--since', '2999-01-01T00:00:00Z')).toMatchObject({
      code: 1,
      errors: 'Nothing found.',
    });
  });

  test('show finds one event, and says when there is none', async () => {
    const one = lead('one');
    await eventLog.append([one]);
    const found = await events('show', idOf(one), '--json');
    expect(found.code).toBe(0);
    expect(found.json()).toMatchObject({ header: one.header, payload: { email: '***' } });
    expect(await events('show', LEAD)).toMatchObject({ code: 1 });
  });

  test('tail gives events as they come, and ends by count or signal', async () => {
    const tailing = events('tail', '--topic', 'lead.created', '--count', '2', '--json');
    expect(await said.promise).toContain('Ctrl+C');
    await eventLog.append([lead('one'), lead('two'), lead('three')]);
    const { code, out } = await tailing;
    expect(code).toBe(0);
    expect(out.map((line) => JSON.parse(line).payload.source)).toEqual(['one', 'two']);
    const endless = events('tail');
    stop.abort();
    expect((await endless).code).toBe(0);
  });

  test('lag tells what a consumer has yet to do', async () => {
    const { code, json } = await events('lag', '--json');
    expect(code).toBe(0);
    expect(json()).toEqual([{ group: CONSUMER, topic: 'lead.created', lag: 0 }]);
    expect(await events('lag', '--group', 'nobody')).toMatchObject({ code: 1 });
  });
});

describe('dead letters', () => {
  test('are listed and shown with reason, attempts and history, and are none at first', async () => {
    expect(await events('dlq', 'list')).toMatchObject({ code: 1, out: [] });
    const poison = await deadLetter();
    const expected = {
      event_id: idOf(poison),
      consumer: CONSUMER,
      state: 'open',
      reason: 'cannot digest this',
      attempts: 2,
    };
    const list = await events('dlq', 'list', '--json');
    expect(list.code).toBe(0);
    expect(list.json()).toMatchObject([expected]);
    const show = await events('dlq', 'show', idOf(poison));
    expect(show.json()).toMatchObject({
      ...expected,
      event: { payload: { email: '***' } },
      history: [{ what: 'dead' }],
    });
    expect(show.out.join()).not.toContain('enc:v1');
    expect(await events('dlq', 'show', LEAD)).toMatchObject({ code: 1 });
  });

  test('are edited and replayed: the effect happens once, with the corrected payload and the old ciphertext', async () => {
    const poison = await deadLetter();
    const edited = await events('dlq', 'edit', idOf(poison), '--payload', shown(poison, 'cured'), '--as', 'olga');
    expect(edited.code).toBe(0);
    expect(dead.events.length).toBeLessThanOrEqual(2);
    expect((await noted('edited')).at(-1)!.payload).toMatchObject({
      payload: { name: SEALED, source: 'cured' },
      by: 'olga',
    });
    expect((await events('dlq', 'replay', idOf(poison))).code).toBe(0);
    await noted('done');
    expect(handled).toEqual(['cured']);
    expect(await events('dlq', 'list')).toMatchObject({ code: 1 });
    expect((await events('dlq', 'list', '--state', 'done', '--json')).json()).toMatchObject([{ state: 'done' }]);
    expect(await events('dlq', 'replay', idOf(poison))).toMatchObject({ code: 1, errors: 'It is done already.' });
  });

  test.each([
    ['breaks the contract', { source: 7 }, 'source is not String'],
    ['names another tenant', { tenant_id: tenantB }, 'tenant_id cannot be changed'],
    ['is about something else', { lead_id: tenantB }, 'lead_id cannot be changed'],
    ['has personal data in the clear', { email: 'ann@example.com' }, 'email is personal data'],
  ])('an edit that %s is refused', async (_what, change, fault) => {
    const poison = await deadLetter();
    const payload = JSON.stringify({ ...JSON.parse(shown(poison)), ...change });
    const { code, errors } = await events('dlq', 'edit', idOf(poison), '--payload', payload);
    expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining(fault) });
    expect(dead.events).toHaveLength(1);
  });

  test('are replayed as they are, and die again with the same reason', async () => {
    const poison = await deadLetter();
    expect((await events('dlq', 'replay', idOf(poison))).code).toBe(0);
    await noted('dead', 2);
    const { history, state } = (await events('dlq', 'show', idOf(poison))).json();
    expect(state).toBe('open');
    expect(history.map((entry: { what: string }) => entry.what)).toEqual(['dead', 'replayed', 'dead']);
  });

  test('are resolved with a note, once', async () => {
    const poison = await deadLetter();
    expect(await events('dlq', 'resolve', idOf(poison))).toMatchObject({ code: 2 });
    expect((await events('dlq', 'resolve', idOf(poison), '--note', 'a test lead')).code).toBe(0);
    expect((await events('dlq', 'resolve', idOf(poison), '--note', 'again')).code).toBe(1);
    const { history } = (await events('dlq', 'show', idOf(poison))).json();
    expect(history.at(-1)).toMatchObject({ what: 'resolved', text: 'a test lead' });
  });
});

describe('replay from a position', () => {
  test('needs a known consumer, a position and a confirmation, and repeats no effect', async () => {
    const records = [lead('one'), lead('two')];
    await eventLog.append(records);
    await deadLetter();
    expect(await events('replay', '--group', CONSUMER, '--from', 'start')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('hands 3 events'),
    });
    expect(await events('replay', '--group', 'nobody', '--from', 'start', '--confirm')).toMatchObject({ code: 1 });
    expect(await events('replay', '--group', CONSUMER, '--from', '1:99', '--confirm')).toMatchObject({ code: 1 });
    expect(await events('replay', '--group', CONSUMER, '--from', 'monday', '--confirm')).toMatchObject({ code: 2 });
    const { code, json } = await events('replay', '--group', CONSUMER, '--from', 'start', '--confirm', '--json');
    expect({ code, said: json() }).toEqual({ code: 0, said: { group: CONSUMER, topic: 'lead.created', events: 3 } });
    const last = lead('last');
    await dead.until((all) => all.some(({ payload }) => payload.kind === 'rewind'));
    // Its letter follows the rewind in the same partition of orders, or another: either way nothing was repeated before.
    await eventLog.append([{ ...last, payload: { ...last.payload, source: 'poison' } }]);
    await noted('dead', 2);
    expect(handled).toEqual(['one', 'two']);
  });
});

test('what is not understood ends with 2 and the usage, and touches nothing', async () => {
  for (const args of [
    [],
    ['frob'],
    ['dlq'],
    ['show'],
    ['list', '--limit', '0'],
    ['list', '--topic', 'no.such'],
    ['list', 'x'],
  ])
    expect(await events(...args)).toMatchObject({ code: 2, out: [], errors: expect.stringContaining('Usage') });
});

test('each command is a line of the audit: who, when, what, and no payload', async () => {
  await events('list', '--as', 'olga');
  await events('dlq', 'edit', LEAD, '--payload', '{"email":"canary@example.com"}', '--as', 'oscar');
  const text = await readFile(auditFile(folder), 'utf8');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([
    { at: expect.stringMatching(/Z$/), as: 'olga', command: 'list' },
    { at: expect.any(String), as: 'oscar', command: 'dlq edit', target: LEAD, fields: ['email'] },
  ]);
  expect(text).not.toContain('canary');
});
