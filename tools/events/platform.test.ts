import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { DealStageChanged } from '#generated/events.ts';
import { eventRecordOf } from '#kit/outbox/eventRecordOf.ts';
import { demoTenants } from '#platform/embedded/issuer/demoIdentities.ts';
import { readCluster } from '#platform/embedded/postgres/clusterFiles.ts';
import { readRunning } from '#platform/embedded/runningFile.ts';
import { type Spawned, spawnCommand, spawnStart } from '#platform/embedded/testing/spawnStart.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { auditFile } from './audit.ts';
import { openPlatformLog } from './openPlatformLog.ts';

/** Only a hang is a failure: a whole platform starts. */
const patience = 300_000;
const CONSUMER = 'erp.orders-of-won-deals';
let dataDir: string;
let platform: Spawned;
let log: EventLog;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'event-desk-'));
  platform = spawnStart({ DATA_DIR: dataDir });
  await platform.says(/Ctrl-C/);
  log = await openPlatformLog({ DATA_DIR: dataDir }, nullLogger);
}, patience);
afterAll(async () => {
  await log?.close();
  platform.process.kill('SIGTERM');
  await platform.ended;
  await rm(dataDir, { recursive: true });
}, patience);

/** Runs the desk as operators do: nothing but the data folder tells it where the platform is. */
async function desk(...args: string[]) {
  const program = ['tools/events/main.ts', ...args, '--as', 'olga'];
  const { code, stdout, stderr } = await spawnCommand(process.execPath, program, { DATA_DIR: dataDir }).ended;
  return { code, stdout, stderr, json: () => JSON.parse(stdout) };
}

function wonDeal(amount: string): EventRecord {
  const { id: tenantId } = demoTenants.find(({ slug }) => slug === 'acme')!;
  const at = new Date().toISOString();
  const payload: DealStageChanged = {
    ...{ deal_id: uuidv7(), tenant_id: tenantId, customer_id: uuidv7(), pipeline_id: uuidv7(), title: 'Anvils' },
    ...{ from_stage: 'proposal', to_stage: 'won', won: true, lost: false, amount: '10.00', currency: 'EUR' },
    ...{ owner_id: null, changed_by: uuidv7(), changed_at: at },
  };
  const origin = { source: 'crm', tenantId, traceId: 'a'.repeat(32) };
  const event = eventRecordOf('deal.stage.changed', payload, origin);
  return { ...event, payload: { ...event.payload, amount } };
}

/** Has the database of erp write down for how long each event is put aside, and let it be due at once: nobody waits for it. */
async function hurriedRetries() {
  const server = new URL((await readRunning(dataDir))!.databaseServerUrl);
  server.username = 'postgres';
  server.password = (await readCluster(join(dataDir, 'postgres', 'cluster'))).password;
  server.pathname = '/erp';
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  await client.query(`
    CREATE TABLE pauses (id serial, ms float8);
    CREATE FUNCTION hurry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
    BEGIN
      INSERT INTO pauses (ms) VALUES (extract(epoch FROM NEW.due_at - now()) * 1000);
      NEW.due_at := now();
      RETURN NEW;
    END $$;
    CREATE TRIGGER hurry BEFORE INSERT OR UPDATE ON shared.deferred_events FOR EACH ROW EXECUTE FUNCTION hurry()`);
  return {
    async pauses(): Promise<number[]> {
      const { rows } = await client.query<{ ms: number }>('SELECT ms FROM pauses ORDER BY id');
      return rows.map(({ ms }) => ms);
    },
    async close(): Promise<void> {
      await client.query('DROP TRIGGER hurry ON shared.deferred_events');
      await client.end();
    },
  };
}

/** Waits for the next note about an event in its topic of dead letters. */
async function noted(eventId: string, kind: string) {
  const { promise, resolve } = Promise.withResolvers<Record<string, unknown>>();
  const reader = await log.read({
    topics: ['deal.stage.changed.dlq'],
    from: 'start',
    onEvents(events) {
      const found = events.find(({ payload }) => payload.event_id === eventId && payload.kind === kind);
      if (found) resolve(found.payload);
    },
  });
  return promise.finally(() => reader.close());
}

test(
  'on a running platform: every command, with JSON, exit codes and the audit',
  async () => {
    const poison = wonDeal('a lot');
    const id = poison.header.event_id;
    const retries = await hurriedRetries();
    expect(await desk('dlq', 'list', '--json')).toMatchObject({ code: 1, stdout: '[]\n' });
    const [position] = await log.append([poison]);
    const shown = await desk('show', id, '--json');
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.json()).toMatchObject({ header: poison.header, payload: { amount: 'a lot' } });
    const list = await desk('list', '--topic', 'deal.stage.changed', '--json');
    expect(list.json()).toMatchObject([{ header: { event_id: id }, position }]);
    expect((await desk('list', '--topic', 'tenant.created')).stdout.trim().split('\n')).toHaveLength(2);

    // All retries, with the pauses of the default policy.
    expect(await noted(id, 'dead')).toMatchObject({ attempts: 5, consumer: CONSUMER });
    expect(await retries.pauses()).toEqual([500, 2_000, 8_000, 32_000]);
    await retries.close();
    const lag = await desk('lag', '--group', CONSUMER, '--json');
    expect(lag.json()).toEqual([{ group: CONSUMER, topic: 'deal.stage.changed', lag: 0 }]);
    const letters = await desk('dlq', 'list', '--json');
    expect(letters).toMatchObject({ code: 0, stderr: '' });
    expect(letters.json()).toMatchObject([{ event_id: id, state: 'open', attempts: 5 }]);
    const letter = (await desk('dlq', 'show', id, '--json')).json();
    expect(letter).toMatchObject({ consumer: CONSUMER, event: { payload: { amount: 'a lot' } } });

    const corrected = JSON.stringify({ ...letter.event.payload, amount: '12.50' });
    expect((await desk('dlq', 'edit', id, '--payload', corrected, '--json')).json()).toMatchObject({ state: 'edited' });
    expect((await desk('dlq', 'replay', id, '--json')).json()).toMatchObject({ state: 'replaying' });
    await noted(id, 'done');
    const { history, state } = (await desk('dlq', 'show', id)).json();
    expect(state).toBe('done');
    expect(history.map(({ what, by }: { what: string; by: string }) => `${what} by ${by}`)).toEqual([
      `dead by ${CONSUMER}`,
      'edited by olga',
      'replayed by olga',
      `done by ${CONSUMER}`,
    ]);
    expect((await desk('list', '--topic', 'order.received', '--json')).json()).toHaveLength(1);
    expect(await desk('dlq', 'resolve', id, '--note', 'late')).toMatchObject({ code: 1, stdout: '' });

    const replayed = await desk('replay', '--group', CONSUMER, '--from', 'start', '--confirm', '--json');
    expect(replayed.json()).toMatchObject({ events: 1 });
    expect(await desk('replay', '--group', CONSUMER, '--from', 'start')).toMatchObject({ code: 2 });

    const audit = await readFile(auditFile(dataDir), 'utf8');
    const lines = audit.trim().split('\n');
    const commands = lines.map((line) => JSON.parse(line)).map(({ command, as }) => `${as}: ${command}`);
    expect(commands.filter((command) => command.includes('dlq'))).toEqual([
      ...['olga: dlq list', 'olga: dlq list', 'olga: dlq show', 'olga: dlq edit', 'olga: dlq replay'],
      ...['olga: dlq show', 'olga: dlq resolve'],
    ]);
    expect(audit).not.toContain('12.50');
  },
  patience,
);

test(
  'tail shows what comes, until it has its count',
  async () => {
    const program = ['tools/events/main.ts', 'tail', '--topic', 'deal.stage.changed', '--json'];
    const tail = spawnCommand(process.execPath, program, { DATA_DIR: dataDir });
    const [said] = await once(tail.process.stderr!, 'data');
    expect(String(said)).toContain('Ctrl+C');
    const event = wonDeal('1.00');
    await log.append([event]);
    const [first] = await tail.says(/^\{.*\}\n/);
    expect(JSON.parse(first)).toMatchObject({ header: event.header });
    tail.process.kill('SIGINT');
    expect(await tail.ended).toMatchObject({ code: 0 });
  },
  patience,
);
