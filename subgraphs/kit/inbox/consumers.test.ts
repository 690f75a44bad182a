import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { LeadCreated } from '#generated/events.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { eventRecordOf } from '../outbox/eventRecordOf.ts';
import { ownerPool } from '../tenancy/ownerQueries.ts';
import { notesDefinition } from '../testkit/notesDefinition.ts';
import { startTestEventLog } from '../testkit/startTestEventLog.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '../testkit/startTestStore.ts';
import { defineConsumer } from './eventConsumer.ts';
import { pruneInbox } from './pruneInbox.ts';
import type { RetryPolicy } from './retryPolicy.ts';
import { type RunningConsumers, startConsumers } from './startConsumers.ts';

const LATE_TENANT = '01890000-0000-7000-8000-0000000000cc';
const [KEY_1, KEY_2] = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002'] as const;

/** Retries at once, three of them; a missing store is looked for only when it is announced. */
const policy: RetryPolicy = { retryDelaysMs: [1, 1, 1], earlyAfterMs: () => 3_600_000, earlyAtMostMs: 3_600_000 };

let fixture: TestStore;
let eventLog: EventLog;
let running: RunningConsumers | undefined;
/** Names of the leads that were handled, attempts included, and who waits for one of them. */
let attempts: string[];
let waiting: Map<string, () => void>;
/** What the consumer does before it writes its note. */
let before: (name: string) => Promise<void> | void;

beforeEach(async () => {
  [fixture, eventLog] = await Promise.all([startTestStore(notesDefinition), startTestEventLog()]);
  attempts = [];
  waiting = new Map();
  before = () => undefined;
});
afterEach(async () => {
  await running?.close();
  running = undefined;
  await eventLog.close();
  await fixture.close();
});

const notesOfLeads = defineConsumer({
  name: 'notes-of-leads',
  topic: 'lead.created',
  pii: 'read',
  async handle({ payload }, transaction) {
    attempts.push(payload.name);
    transaction.afterCommit(() => waiting.get(payload.name)?.());
    await transaction.query('INSERT INTO notes (text) VALUES ($1)', [payload.name]);
    await before(payload.name);
  },
});

async function start(): Promise<void> {
  const definition = { name: 'notes', consumers: [notesOfLeads] };
  running = await startConsumers({
    definition,
    store: fixture.store,
    runtime: { ...fixture.runtime, eventLog },
    policy,
  });
}

/** Resolves once the event of this name had its effect. */
const handled = (name: string) => new Promise<void>((resolve) => waiting.set(name, resolve));

function lead(name: string, key: string = KEY_1, tenantId = tenantA) {
  const payload: LeadCreated = {
    lead_id: key,
    tenant_id: tenantId,
    name,
    email: 'lead@example.com',
    source: 'web',
    assigned_to: null,
    created_at: '2026-01-31T09:30:00.000Z',
  };
  return eventRecordOf('lead.created', payload, { source: 'crm', tenantId, traceId: 'd'.repeat(32) });
}

async function notes(tenantId = tenantA): Promise<string[]> {
  const rows = await fixture.store.read(tenantId, (session) =>
    session.query<{ text: string }>("SELECT text FROM notes WHERE text NOT LIKE 'welcome%' ORDER BY created_at"),
  );
  return rows.map((row) => row.text);
}

async function asOwner(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: fixture.runtime.adminUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('consumers', () => {
  test('an event that comes again has one effect', async () => {
    const first = lead('first');
    await eventLog.append([first, first, lead('second'), first, lead('last')]);
    const done = handled('last');
    await start();
    await done;
    expect(await notes()).toEqual(['first', 'second', 'last']);
    expect(attempts).toEqual(['first', 'second', 'last']);
  });

  test('the effect and its note are one transaction: a failure leaves neither', async () => {
    const failures = ['flaky'];
    before = (name) => {
      if (failures.includes(name)) {
        failures.pop();
        throw new Error('not yet');
      }
    };
    const done = handled('flaky');
    await eventLog.append([lead('flaky')]);
    await start();
    await done;
    expect(attempts).toEqual(['flaky', 'flaky']);
    expect(await notes()).toEqual(['flaky']);
  });

  test('a poisonous event is given up with its reason; its key waits for that, other keys and tenants do not', async () => {
    const others = Promise.all([handled('other key'), handled('other tenant')]);
    const successor = handled('successor');
    before = async (name) => {
      if (name !== 'poison') return;
      // No attempt after the first ends before the events of the other key and the other tenant had their effects.
      if (attempts.filter((attempt) => attempt === 'poison').length > 1) await others;
      throw new Error('cannot digest this');
    };
    await eventLog.append([
      lead('poison'),
      lead('successor'),
      lead('other key', KEY_2),
      lead('other tenant', KEY_1, tenantB),
    ]);
    await start();
    await others;
    await successor;
    expect(attempts.filter((name) => name === 'poison')).toHaveLength(1 + policy.retryDelaysMs.length);
    expect(attempts.indexOf('successor')).toBeGreaterThan(attempts.lastIndexOf('poison'));
    expect((await notes()).sort()).toEqual(['other key', 'successor']);
    expect(await notes(tenantB)).toEqual(['other tenant']);
    const letters = await asOwner('SELECT consumer, tenant_id, key, attempts, reason FROM shared.dead_letters');
    expect(letters).toEqual([
      {
        consumer: 'notes.notes-of-leads',
        tenant_id: tenantA,
        key: `${tenantA}:${KEY_1}`,
        attempts: 4,
        reason: 'cannot digest this',
      },
    ]);
    // The rows go with a transaction that may still be committing when the effect is reported.
    await running!.close();
    running = undefined;
    expect(await asOwner('SELECT * FROM shared.deferred_events')).toEqual([]);
  });

  test('an event that was given up stays so when the log brings it again', async () => {
    const poison = lead('poison');
    before = (name) => {
      if (name === 'poison') throw new Error('cannot digest this');
    };
    const successor = handled('successor');
    await eventLog.append([poison, lead('successor')]);
    await start();
    await successor;
    const tried = attempts.length;
    const last = handled('last');
    await eventLog.append([poison, lead('last')]);
    await last;
    expect(attempts.slice(tried)).toEqual(['last']);
  });

  test('events that are earlier than their tenant wait in order, and other tenants go on', async () => {
    const others = handled('of a tenant that is there');
    await eventLog.append([
      lead('early 1', KEY_1, LATE_TENANT),
      lead('early 2', KEY_1, LATE_TENANT),
      lead('early 3', KEY_1, LATE_TENANT),
      lead('of a tenant that is there', KEY_2),
    ]);
    await start();
    await others;
    const done = handled('early 3');
    const tenantCreated = {
      tenant_id: LATE_TENANT,
      slug: 'late',
      name: 'Late',
      plan: 'free',
      region: 'eu',
      created_at: '2026-01-31T09:30:00.000Z',
    };
    const origin = { source: 'tenant', tenantId: LATE_TENANT, traceId: 'e'.repeat(32) };
    await eventLog.append([eventRecordOf('tenant.created', tenantCreated, origin)]);
    await done;
    expect(await notes(LATE_TENANT)).toEqual(['early 1', 'early 2', 'early 3']);
    expect(await fixture.store.tenants()).toContain(LATE_TENANT);
    const announced = await asOwner(
      `SELECT event -> 'payload' ->> 'domain' AS domain, event -> 'header' ->> 'trace_id' AS trace FROM shared.outbox
       WHERE event ->> 'topic' = 'tenant.provisioned' AND tenant_id = '${LATE_TENANT}'`,
    );
    expect(announced).toEqual([{ domain: 'notes', trace: 'e'.repeat(32) }]);
  });

  test('the inbox forgets what is older than any repetition, but not what was seeded', async () => {
    await asOwner(
      `INSERT INTO shared.inbox (tenant_id, consumer, event_id, done_at) VALUES
         ('${tenantA}', 'notes.notes-of-leads', '${KEY_1}', now() - interval '31 days'),
         ('${tenantA}', 'notes.notes-of-leads', '${KEY_2}', now() - interval '29 days')`,
    );
    await asOwner("UPDATE shared.inbox SET done_at = now() - interval '1 year' WHERE consumer LIKE 'kit.%'");
    const pool = ownerPool(fixture.runtime.adminUrl, 'test', nullLogger);
    // A log that keeps events for ever, or for long, may bring any of them again.
    expect(await pruneInbox(pool, 0)).toBe(0);
    expect(await pruneInbox(pool, 90)).toBe(0);
    expect(await pruneInbox(pool)).toBe(1);
    await pool.close();
    const left = await asOwner('SELECT DISTINCT consumer FROM shared.inbox ORDER BY consumer');
    expect(left).toEqual([{ consumer: 'kit.seed' }, { consumer: 'notes.notes-of-leads' }]);
  });

  test('an event without an identity is put aside at once', async () => {
    const nameless = lead('nameless');
    await eventLog.append([{ ...nameless, header: { ...nameless.header, event_id: 'not a uuid' } }, lead('next')]);
    const done = handled('next');
    await start();
    await done;
    expect(attempts).toEqual(['next']);
    expect(await asOwner('SELECT event_id, attempts FROM shared.dead_letters')).toEqual([
      { event_id: 'not a uuid', attempts: 0 },
    ]);
  });

  test('a consumer that is stopped in the middle goes on where it was, with every effect once', async () => {
    const names = Array.from({ length: 45 }, (_, n) => String(n));
    for (let from = 0; from < names.length; from += 15) {
      const some = handled(names[from + 3]!);
      await start();
      await eventLog.append(names.slice(from, from + 15).map((name) => lead(name)));
      await some;
      await running!.close();
    }
    const done = handled('end');
    await eventLog.append([lead('end')]);
    await start();
    await done;
    expect(await notes()).toEqual([...names, 'end']);
  });

  test('connections that break in the middle of effects cost no event and repeat none', async () => {
    const names = Array.from({ length: 20 }, (_, n) => String(n));
    let broken = 0;
    before = async (name) => {
      if (Number(name) % 5 !== 4 || broken > Number(name) / 5) return;
      broken += 1;
      await terminateSessions();
    };
    const done = handled('19');
    await eventLog.append(names.map((name) => lead(name)));
    await start();
    await done;
    expect(broken).toBeGreaterThan(0);
    expect(await notes()).toEqual(names);
  });
});

/** Ends what the login role has open; only a superuser may. */
async function terminateSessions(): Promise<void> {
  const client = new pg.Client({ connectionString: fixture.superuserUrl });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'idle in transaction' AND usename LIKE '%\\_app'`,
  );
  await client.end();
}
