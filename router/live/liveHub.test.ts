import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeCursorKeys, parseCursorKeys } from '#platform/cursors/cursorKeys.ts';
import { createCursorSealer } from '#platform/cursors/cursorSealer.ts';
import type { Principal } from '#platform/identity/principal.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import { type TestEventLog, testEventLog } from '../testkit/testEventLog.ts';
import { acme } from '../testkit/testIdentity.ts';
import { eventFilter } from './eventFilter.ts';
import type { OpenedSource } from './frameStream.ts';
import { createLiveHub, type LiveHub } from './liveHub.ts';

let events: TestEventLog;

beforeAll(async () => {
  events = await testEventLog(await createTestDatabase('live_hub'));
});
afterAll(() => events?.close());

const field = {
  name: 'alertRaised',
  topic: 'threat.detected',
  entityType: 'Alert',
  entityKey: new Map([['id', 'alert_id']]),
  filter: eventFilter(undefined, 'alertRaised'),
  argumentNames: [],
};
const principal: Principal = {
  tenantId: acme.tenant_id,
  tenantSlug: acme.tenant,
  userId: '01890000-0000-7000-8000-0000000000ad',
  roles: [],
  scopes: [],
  attributes: {},
  tokenExpiresAt: Number.MAX_SAFE_INTEGER,
};

function hub(): LiveHub {
  const sealer = createCursorSealer(parseCursorKeys(makeCursorKeys()));
  return createLiveHub({ eventLog: events.log, sealer, replayEventsPerSecond: 1_000, logger: nullLogger });
}

/** A subscriber; hydrations of its group end when the promise does. */
async function subscriber(of: LiveHub, hydrated: Promise<void> = Promise.resolve(), onEnd?: () => void) {
  const [first, ended] = [Promise.withResolvers<string>(), Promise.withResolvers<Error | undefined>()];
  const hydrate = async () => {
    await hydrated;
    return { json: '{"data":{}}', errors: [], toResult: () => ({}) };
  };
  const opened: OpenedSource = await of.source({ field, args: {}, principal, groupKey: '', hydrate })({
    frame: (frame) => first.resolve(frame.for(undefined).json),
    end(error) {
      onEnd?.();
      ended.resolve(error);
    },
  });
  return { opened, first: first.promise, ended: ended.promise };
}

test('a hub that closes ends its streams with what lets their clients come back', async () => {
  const live = hub();
  const { ended } = await subscriber(live);
  await live.close();
  expect(await ended).toMatchObject({ code: 'LIVE_UNAVAILABLE' });
  await expect(subscriber(live)).rejects.toMatchObject({ code: 'LIVE_UNAVAILABLE' });
});

test('whoever comes when a group has too much to do gets frames, though its members have not left yet', async () => {
  const live = hub();
  const never = new Promise<void>(() => undefined);
  // As a stream that is still being opened, it hears of its end and cannot leave.
  const { ended, opened } = await subscriber(live, never);
  await events.log.append(
    await Promise.all(
      [...Array(1_001).keys()].map(async (n) => ({
        topic: field.topic,
        key: `${n}`,
        header: {
          event_id: `e-${n}`,
          event_name: field.topic,
          source: 'test',
          timestamp: new Date().toISOString(),
          tenant_id: acme.tenant_id,
          trace_id: '0af7651916cd43dd8448eb211c80319c',
          version: '1.0.0',
          schema: field.topic,
        },
        payload: { alert_id: `${n}` },
      })),
    ),
  );
  expect(await ended).toMatchObject({ code: 'LIVE_OVERLOADED' });
  const { first } = await subscriber(live);
  await events.detect({ alert_id: 'after' });
  expect(await first).toContain('"data":{}');
  opened.stop();
  await live.close();
});
