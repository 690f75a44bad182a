import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fastify from 'fastify';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { createLogger } from '#platform/logs/logger.ts';
import { healthChecks } from '../health/healthChecks.ts';
import { healthRoutes } from '../health/healthRoutes.ts';
import { collectEvents } from '../testkit/collectEvents.ts';
import { notesDefinition } from '../testkit/notesDefinition.ts';
import { startTestEventLog } from '../testkit/startTestEventLog.ts';
import { startTestStore, type TestStore, tenantA } from '../testkit/startTestStore.ts';
import { type Relay, startRelay } from './startRelay.ts';

let fixture: TestStore;
let eventLog: EventLog;
let relay: Relay;
let away: boolean;
const logged = new Map<string, () => void>();

/** Resolves when a line with this text is logged. */
const line = (text: string) => new Promise<void>((resolve) => logged.set(text, resolve));

beforeEach(async () => {
  [fixture, eventLog] = await Promise.all([startTestStore(notesDefinition), startTestEventLog()]);
  away = true;
  const lines = new PassThrough();
  lines.on('data', (data: Buffer) => {
    for (const [text, found] of logged) if (data.toString().includes(text)) found();
  });
  const append: EventLog['append'] = async (records) => {
    if (away) throw new CodedError('EVENT_LOG_UNAVAILABLE');
    return eventLog.append(records);
  };
  relay = startRelay({
    adminUrl: fixture.runtime.adminUrl,
    eventLog: { ...eventLog, append },
    logger: createLogger('test', lines),
    alarmAfterMs: 1,
  });
});
afterEach(async () => {
  await relay.close();
  await eventLog.close();
  await fixture.close();
});

test('while the log is away nothing is lost, and the oldest event raises the alarm until it has left', async () => {
  const warned = line('wait too long');
  for (let n = 0; n < 20; n++)
    await fixture.store.transact(tenantA, (transaction) =>
      transaction.publish('metrics.published', {
        metric_id: `01890000-0000-7000-8000-0000000000${10 + n}`,
        tenant_id: tenantA,
        name: 'n',
        value: n,
        unit: 'ms',
        measured_at: '2026-01-31T09:30:00.000Z',
      }),
    );
  await warned;
  expect(await fixture.recorded()).toHaveLength(20);
  const app = fastify();
  healthRoutes(app, healthChecks({ store: fixture.store, eventLog, relay }), () => ({ oldest: 1.5 }));
  const ready = async () => (await app.inject('/health/ready')).json();
  expect(await ready()).toMatchObject({ status: 'degraded' });
  expect((await ready()).checks).toContainEqual({ name: 'outbox', status: 'degraded', latencyMs: expect.any(Number) });
  expect((await app.inject('/health/ready')).statusCode).toBe(200);
  expect((await app.inject('/health/metrics')).body).toBe('# TYPE oldest gauge\noldest 1.5\n');
  expect(relay.backlog()).toEqual({ oldestUnsentMs: expect.any(Number), alarm: true });

  const over = line('no longer behind');
  away = false;
  const metrics = await collectEvents(eventLog, 'metrics.published');
  const arrived = await metrics.until((events) => events.length >= 20);
  expect(arrived).toHaveLength(20);
  await over;
  expect(relay.backlog()).toEqual({ oldestUnsentMs: 0, alarm: false });
  expect(await ready()).toMatchObject({ status: 'up' });
  await metrics.close();
  await app.close();
});
