import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeCursorKeys, parseCursorKeys } from '#platform/cursors/cursorKeys.ts';
import { createCursorSealer } from '#platform/cursors/cursorSealer.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import { startRouter } from '../startRouter.ts';
import { type TestEventLog, testEventLog } from '../testkit/testEventLog.ts';
import { startTestGraph, type TestGraph } from '../testkit/testGraph.ts';
import { type TestIdentity, testIdentity } from '../testkit/testIdentity.ts';
import { TestSocket } from '../testkit/testSocket.ts';
import { LiveMetrics } from './liveMetrics.ts';
import { ReplayReaders, type ReplayReading } from './replayReaders.ts';
import { TopicPosition } from './topicPosition.ts';

const topic = 'threat.detected';
const cursorKeys = parseCursorKeys(makeCursorKeys());
const sealer = createCursorSealer(cursorKeys);
let events: TestEventLog;
let graph: TestGraph;
let identity: TestIdentity;

beforeAll(async () => {
  const database = await createTestDatabase('replay_readers');
  [events, graph, identity] = await Promise.all([testEventLog(database), startTestGraph(), testIdentity()]);
});
afterAll(async () => {
  await graph?.close();
  await events?.close();
});

const at = (offset: number) => new TopicPosition(sealer, topic, { 0: String(offset) });
const offsetOf = ({ position }: LoggedEvent) => Number(position.offset);

/** The log's end after so many more events. */
async function endAfter(count: number): Promise<number> {
  await Promise.all([...Array(count).keys()].map((n) => events.detect({ alert_id: `a-${n}` })));
  const end = await events.log.end([topic]);
  return Number(end[topic]?.[0]);
}

const next = (reading: ReplayReading) => reading.next() as Promise<LoggedEvent[] | undefined>;

async function readUpTo(reading: ReplayReading, end: number): Promise<number[]> {
  const offsets: number[] = [];
  while (offsets.at(-1) !== end - 1) offsets.push(...((await next(reading)) ?? []).map(offsetOf));
  return offsets;
}

const range = (from: number, end: number) => [...Array(end - from).keys()].map((n) => from + n);

describe('replays that begin near one another', () => {
  test('read the log once, however many they are, and leave no reader behind', async () => {
    const end = await endAfter(50);
    const metrics = new LiveMetrics();
    const readers = new ReplayReaders(events.log, metrics, nullLogger);
    const readings = await Promise.all(range(0, 1_000).map((n) => readers.join(at(end - 50 + (n % 40)))));
    expect([metrics.replayReaders, readers.size]).toEqual([1, 1]);
    const seen = await Promise.all(readings.map((reading) => readUpTo(reading, end)));
    for (const offsets of seen) expect(offsets).toEqual(range(end - 50, end));
    for (const reading of readings) reading.leave();
    expect(readers.size).toBe(0);
  });

  test('get a reader of their own where the open ones begin later', async () => {
    const end = await endAfter(10);
    const metrics = new LiveMetrics();
    const readers = new ReplayReaders(events.log, metrics, nullLogger);
    const later = await readers.join(at(end - 2));
    const earlier = await readers.join(at(end - 8));
    expect(metrics.replayReaders).toBe(2);
    expect(await readUpTo(earlier, end)).toEqual(range(end - 8, end));
    expect(await readUpTo(later, end)).toEqual(range(end - 2, end));
    for (const reading of [later, earlier]) reading.leave();
  });

  test('do not wait for the slowest, which is told that it has fallen behind', async () => {
    const end = await endAfter(2_600);
    const metrics = new LiveMetrics();
    const readers = new ReplayReaders(events.log, metrics, nullLogger);
    const [fast, slow] = [await readers.join(at(end - 2_600)), await readers.join(at(end - 2_600))];
    expect(await readUpTo(fast, end)).toEqual(range(end - 2_600, end));
    expect(await next(slow)).toBeUndefined();
    slow.leave();
    // What was dropped is not to be had from that reader any more.
    const again = await readers.join(at(end - 2_600));
    expect(metrics.replayReaders).toBe(2);
    expect(offsetOf((await next(again))![0]!)).toBe(end - 2_600);
    for (const reading of [fast, again]) reading.leave();
    expect(readers.size).toBe(0);
  });

  test('are refused alone where only their position is gone', async () => {
    await endAfter(5);
    await events.removeAll();
    const end = await endAfter(5);
    const readers = new ReplayReaders(events.log, new LiveMetrics(), nullLogger);
    const outcomes = await Promise.allSettled([at(0), at(0), at(end - 5)].map((from) => readers.join(from)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    const [, , third] = outcomes;
    if (third?.status !== 'fulfilled') throw new Error('no reader');
    expect(await readUpTo(third.value, end)).toEqual(range(end - 5, end));
    third.value.leave();
    expect(readers.size).toBe(0);
  });
});

test('subscribers who come back to a fresh router together miss nothing, and read the log once', async () => {
  const start = (eventLog: TestEventLog['log']) =>
    startRouter({
      supergraphSdl: graph.supergraphSdl,
      auth: { verifier: identity.verifier, signer: identity.signer },
      eventLog,
      cursorKeys,
      logger: nullLogger,
      port: 0,
    });
  const token = await identity.token();
  const former = await start(events.log);
  const watcher = await TestSocket.ready(former.url, token);
  await watcher.subscribe('s', 'subscription { alertRaised { id } }');
  const { cursors } = await watcher.ping({ cursors: true });
  await watcher.close();
  await former.close();
  await endAfter(20);

  // Readers of replays give nothing until everybody has come, so that nobody is through before.
  const everybodyIsBack = Promise.withResolvers<void>();
  let reads = 0;
  const read: typeof events.log.read = (options) => {
    if (!options.topics.includes(topic) || ++reads === 1) return events.log.read(options);
    return events.log.read({
      ...options,
      onEvents: async (batch) => {
        await everybodyIsBack.promise;
        await options.onEvents(batch);
      },
    });
  };
  const fresh = await start({ ...events.log, read });
  const sockets = await Promise.all(range(0, 40).map(() => TestSocket.ready(fresh.url, token)));
  await Promise.all(
    sockets.map((socket) => socket.subscribe('s', 'subscription { alertRaised { id } }', {}, { cursor: cursors.s })),
  );
  everybodyIsBack.resolve();
  for (const socket of sockets) {
    const ids = new Set<string>();
    while (ids.size < 20) ids.add((await socket.next())?.payload.data.alertRaised.id);
    expect(socket.unread).toEqual([]);
  }
  expect(reads).toBe(2);
  expect(fresh.liveMetrics).toMatchObject({ resumed: 40, replayReaders: 1 });
  await Promise.all(sockets.map((socket) => socket.close()));
  await fresh.close();
});
