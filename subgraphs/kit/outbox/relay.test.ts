import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { LeadCreated } from '#generated/events.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { type Collected, collectEvents } from '../testkit/collectEvents.ts';
import { notesDefinition } from '../testkit/notesDefinition.ts';
import { startTestEventLog } from '../testkit/startTestEventLog.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '../testkit/startTestStore.ts';
import { type Relay, startRelay } from './startRelay.ts';

let fixture: TestStore;
let eventLog: EventLog;
let leads: Collected;
const relays: Relay[] = [];

beforeEach(async () => {
  [fixture, eventLog] = await Promise.all([startTestStore(notesDefinition), startTestEventLog()]);
  leads = await collectEvents(eventLog, 'lead.created');
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.close()));
  await leads.close();
  await eventLog.close();
  await fixture.close();
});

function relay(log: EventLog = eventLog, batchSize?: number): Relay {
  const started = startRelay({ adminUrl: fixture.runtime.adminUrl, eventLog: log, logger: nullLogger, batchSize });
  relays.push(started);
  return started;
}

const lead = (tenantId: string, leadId: string, name: string): LeadCreated => ({
  lead_id: leadId,
  tenant_id: tenantId,
  name,
  email: 'lead@example.com',
  source: 'web',
  assigned_to: null,
  created_at: '2026-01-31T09:30:00.000Z',
});

const KEYS = ['a', 'b', 'c'].map((letter) => `01890000-0000-7000-8000-00000000000${letter}`);

/** Publishes `count` events in as many transactions, one after the other. */
async function publish(count: number, from = 0): Promise<void> {
  for (let n = from; n < from + count; n++) {
    await fixture.store.transact(tenantA, (transaction) =>
      transaction.publish('lead.created', lead(tenantA, KEYS[n % KEYS.length]!, String(n))),
    );
  }
}

/** The names of each key's events in their order, repetitions by event id taken out. */
function ordersPerKey(events = leads.events): string[][] {
  const unique = [...new Map(events.map((event) => [event.header.event_id, event])).values()];
  return KEYS.map((key) =>
    unique.filter((event) => event.key.endsWith(key)).map((event) => String(event.payload.name)),
  );
}

const expectedOrders = (count: number) =>
  KEYS.map((_, index) =>
    Array.from({ length: count }, (_, n) => n)
      .filter((n) => n % KEYS.length === index)
      .map(String),
  );

const distinct = (count: number) => (events: readonly { header: { event_id: string } }[]) =>
  new Set(events.map((event) => event.header.event_id)).size >= count;

/** The log, with failures of its append put before it. */
function faulty(fail: (attempt: number) => Error | undefined, after = false): EventLog {
  let attempt = 0;
  return {
    ...eventLog,
    async append(records) {
      const error = fail(attempt++);
      if (error && !after) throw error;
      const positions = await eventLog.append(records);
      if (error) throw error;
      return positions;
    },
  };
}
const away = () => new CodedError('EVENT_LOG_UNAVAILABLE');

describe('relay', () => {
  test('carries committed events with their whole header, and leaves the outbox empty', async () => {
    const traceId = 'a'.repeat(32);
    const failing = fixture.store.transact(tenantA, async (transaction) => {
      await transaction.publish('lead.created', lead(tenantA, KEYS[0]!, 'never'));
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    const eventId = await fixture.store.transact(
      tenantB,
      (transaction) => transaction.publish('lead.created', lead(tenantB, KEYS[0]!, 'real')),
      { traceId },
    );
    const one = relay();
    const [event] = await leads.until(distinct(1));
    expect(event).toMatchObject({
      topic: 'lead.created',
      key: `${tenantB}:${KEYS[0]}`,
      payload: lead(tenantB, KEYS[0]!, 'real'),
      header: {
        event_id: eventId,
        event_name: 'lead.created',
        source: 'notes',
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        tenant_id: tenantB,
        trace_id: traceId,
        version: '1.0.0',
        schema: 'urn:inopsio:event:lead.created:1.0.0',
      },
    });
    await one.close();
    expect(await fixture.recorded()).toEqual([]);
    expect(leads.events).toHaveLength(1);
  });

  test('keeps the order per key over many batches while events come in', async () => {
    relay(eventLog, 7);
    await publish(100);
    await leads.until(distinct(100));
    expect(ordersPerKey()).toEqual(expectedOrders(100));
  });

  test('loses nothing while the log is away, before or after it took the events', async () => {
    await publish(30);
    relay(
      faulty((attempt) => (attempt < 3 ? away() : undefined)),
      10,
    );
    await leads.until(distinct(30));
    expect(leads.events).toHaveLength(30);
    await relays.pop()!.close();
    await publish(30, 30);
    // The log took the first batch and its answer was lost: it comes again, under the same ids.
    relay(
      faulty((attempt) => (attempt === 0 ? away() : undefined), true),
      10,
    );
    await leads.until(distinct(60));
    expect(ordersPerKey()).toEqual(expectedOrders(60));
    expect(leads.events.length).toBe(70);
  });

  test('has one batch in hand and no more while the log is away, however much is committed', async () => {
    const offered: number[] = [];
    const tried = Promise.withResolvers<void>();
    let isAway = true;
    const log: EventLog = {
      ...eventLog,
      append(records) {
        offered.push(records.length);
        if (offered.length === 3) tried.resolve();
        return isAway ? Promise.reject(away()) : eventLog.append(records);
      },
    };
    await publish(10);
    relay(log, 10);
    const more = publish(30, 10);
    await Promise.all([tried.promise, more]);
    expect(new Set(offered)).toEqual(new Set([10]));
    expect(await fixture.recorded()).toHaveLength(40);
    isAway = false;
    await leads.until(distinct(40));
    expect(ordersPerKey()).toEqual(expectedOrders(40));
  });

  test('finds what was committed late, although its sequence was passed before', async () => {
    relay();
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const late = fixture.store.transact(tenantB, async (transaction) => {
      const event = {
        topic: 'lead.created',
        key: KEYS[2],
        header: { event_id: KEYS[2], tenant_id: tenantB },
        payload: { name: 'late' },
      };
      await transaction.query('INSERT INTO shared.outbox (event) VALUES ($1)', [JSON.stringify(event)]);
      open();
      await held;
    });
    await opened;
    await publish(1);
    await leads.until(distinct(1));
    release();
    await late;
    const events = await leads.until(distinct(2));
    expect(events.map((event) => event.payload.name)).toEqual(['0', 'late']);
  });

  test('puts an event aside that the log will never take, and goes on', async () => {
    await fixture.store.transact(tenantA, (transaction) =>
      transaction.query('INSERT INTO shared.outbox (event) VALUES ($1)', [
        JSON.stringify({ topic: 'lead.created', key: '', header: { event_id: 'x', tenant_id: tenantA }, payload: {} }),
      ]),
    );
    await publish(5);
    const one = relay();
    await leads.until(distinct(5));
    await one.close();
    const { rows } = await asOwner('SELECT consumer, event_id, reason FROM shared.dead_letters');
    expect(rows).toEqual([{ consumer: 'kit.relay', event_id: 'x', reason: expect.stringContaining('key') }]);
    // The note of the dead letter is an event too, and leaves with a batch of its own.
    expect((await fixture.recorded()).filter(({ topic }) => topic === 'lead.created')).toEqual([]);
  });

  test('one of two relays leads; the other follows when the connection of the first dies', async () => {
    relay();
    relay();
    for (let round = 0; round < 3; round++) {
      await publish(9, round * 9);
      await leads.until(distinct((round + 1) * 9));
      // The server has databases of other tests, with relays of their own.
      await asOwner(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
    }
    expect(ordersPerKey()).toEqual(expectedOrders(27));
  });

  test('a leader that has fallen silent is followed', async () => {
    const silent = new pg.Client({ connectionString: fixture.runtime.adminUrl });
    const ended = new Promise<Error>((resolve) => silent.on('error', resolve));
    await silent.connect();
    await silent.query('SELECT pg_advisory_lock(7031, 1)');
    relay();
    await publish(3);
    await leads.until(distinct(3));
    expect((await ended).message).toMatch(/terminat/);
  });
});

async function asOwner(sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: fixture.runtime.adminUrl });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}
