import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeCursorKeys, parseCursorKeys } from '#platform/cursors/cursorKeys.ts';
import { createCursorSealer } from '#platform/cursors/cursorSealer.ts';
import type { EventLog, LoggedEvent, ReadOptions } from '#platform/event-log/eventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { type TestEventLog, testEventLog } from '../testkit/testEventLog.ts';
import { startTestGraph, type TestGraph } from '../testkit/testGraph.ts';
import { type TestIdentity, testIdentity } from '../testkit/testIdentity.ts';
import { TestSocket } from '../testkit/testSocket.ts';
import { LiveMetrics } from './liveMetrics.ts';
import { ReplayReaders } from './replayReaders.ts';
import { TopicPosition } from './topicPosition.ts';

const topic = 'threat.detected';
const cursorKeys = parseCursorKeys(makeCursorKeys());
const watch = 'subscription { alertRaised { id } }';
let graph: TestGraph;
let identity: TestIdentity;
let events: TestEventLog;
const routers: RunningRouter[] = [];

beforeAll(async () => {
  [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
});
afterAll(() => graph?.close());
beforeEach(async () => {
  events = await testEventLog(await createTestDatabase('skipped_events'));
});
afterEach(async () => {
  await Promise.all(routers.splice(0).map((router) => router.close()));
  await events.close();
});

/** A router whose readers of alerts hand events on as the test says. */
async function start(onEvents?: (some: LoggedEvent[], handOn: ReadOptions['onEvents']) => Promise<void> | void) {
  const read: EventLog['read'] = (options) =>
    events.log.read(
      onEvents && options.topics.includes(topic)
        ? { ...options, onEvents: (some) => onEvents(some, options.onEvents) }
        : options,
    );
  const auth = { verifier: identity.verifier, signer: identity.signer };
  const { supergraphSdl } = graph;
  const eventLog = { ...events.log, read };
  const router = await startRouter({ supergraphSdl, auth, eventLog, cursorKeys, logger: nullLogger, port: 0 });
  routers.push(router);
  return router;
}

const connect = async (router: RunningRouter) => TestSocket.ready(router.url, await identity.token());
const refused = (code: string) => ({ type: 'error', payload: [{ extensions: { code } }] });
const frame = (id: string) => ({ type: 'next', payload: { data: { alertRaised: { id } } } });

describe('events that retention removed before they were read', () => {
  test('end live streams, which learn by their cursors that something has expired; others are fed anew', async () => {
    const goOn = Promise.withResolvers<void>();
    const router = await start(async (some, handOn) => {
      await handOn(some);
      await goOn.promise;
    });
    const socket = await connect(router);
    await socket.subscribe('s', watch);
    await events.detect({ alert_id: 'first' });
    const first = await socket.next();
    expect(first).toMatchObject(frame('first'));
    await events.detect({ alert_id: 'removed' });
    await events.removeAll();
    await events.detect({ alert_id: 'behind' });
    goOn.resolve();
    expect(await socket.next()).toMatchObject(refused('LIVE_UNAVAILABLE'));
    await socket.subscribe('again', watch, {}, { cursor: first.payload.extensions.cursor });
    expect(await socket.next()).toMatchObject(refused('CURSOR_EXPIRED'));
    await socket.subscribe('anew', watch);
    await events.detect({ alert_id: 'later' });
    expect(await socket.next()).toMatchObject({ id: 'anew', ...frame('later') });
    await socket.close();
  });

  test('are told to a replay that has not come to them', async () => {
    await Promise.all([...Array(600).keys()].map((n) => events.detect({ alert_id: `a-${n}` })));
    const readers = new ReplayReaders(events.log, new LiveMetrics(), nullLogger);
    const sealer = createCursorSealer(cursorKeys);
    const reading = await readers.join(new TopicPosition(sealer, topic, { 0: '0' }));
    expect(await reading.next()).toHaveLength(500);
    await events.removeAll();
    expect(await reading.next()).toBeUndefined();
    await expect(readers.join(new TopicPosition(sealer, topic, { 0: '500' }))).rejects.toMatchObject({
      code: 'EVENT_POSITION_EXPIRED',
    });
    reading.leave();
    expect(readers.size).toBe(0);
  });
});

/** As Kafka's reader leaves out records that are no events, and those that compaction removed. */
const without = (id: string) => (some: LoggedEvent[], handOn: ReadOptions['onEvents']) =>
  handOn(some.filter(({ payload }) => payload.alert_id !== id));

describe('an offset without an event', () => {
  test('at the end of what was missed does not hold back what is live', async () => {
    const former = await start(without('none'));
    const socket = await connect(former);
    await socket.subscribe('s', watch);
    await events.detect({ alert_id: 'seen' });
    const { payload } = await socket.next();
    await socket.close();
    for (const alert_id of ['missed', 'none']) await events.detect({ alert_id });
    const back = await connect(await start(without('none')));
    await back.subscribe('s', watch, {}, { cursor: payload.extensions.cursor });
    expect(await back.next()).toMatchObject(frame('missed'));
    await events.detect({ alert_id: 'live' });
    expect(await back.next()).toMatchObject(frame('live'));
    await back.close();
  });

  test('before a cursor of another router keeps no router from resuming it', async () => {
    const one = await connect(await start(without('none')));
    await one.subscribe('s', watch);
    for (const alert_id of ['seen', 'none']) await events.detect({ alert_id });
    await one.next();
    const other = await connect(await start(without('none')));
    await other.subscribe('s', watch);
    const { cursors } = await other.ping({ cursors: true });
    await one.subscribe('from-the-other', watch, {}, { cursor: cursors.s });
    await events.detect({ alert_id: 'live' });
    const both = [await one.next(), await one.next()];
    expect(both.map(({ id }) => id).sort()).toEqual(['from-the-other', 's']);
    for (const message of both) expect(message).toMatchObject(frame('live'));
    await Promise.all([one.close(), other.close()]);
  });
});
