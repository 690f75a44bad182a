import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Admin, ConfigResourceTypes, Kafka, logLevel, type Producer } from 'kafkajs';
import { CodedError } from '#platform/errors/codedError.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createTestTopics, type TestTopics } from '#tests/kafka.ts';
import { count, createCollector } from '../contract/collector.ts';
import { numbers, range, sampleEvent, sampleEvents } from '../contract/sampleEvents.ts';
import type { EventLog } from '../eventLog.ts';
import { createControl } from './control.ts';
import { createKafkaEventLog } from './createKafkaEventLog.ts';
import { createLink } from './link.ts';
import { createTopicNames } from './topicNames.ts';
import { createTopics } from './topics.ts';

let topics: TestTopics;
let log: EventLog;
let admin: Admin;
let producer: Producer;

beforeEach(async () => {
  topics = await createTestTopics();
  const { prefix } = topics;
  const connection = { brokers: topics.brokers };
  const topicDefaults = { partitions: 3, retentionDays: 2, compacted: ['newest'] };
  log = await createKafkaEventLog({ connection, prefix, topicDefaults, logger: nullLogger });
  const kafka = new Kafka({ brokers: [...topics.brokers], logLevel: logLevel.NOTHING });
  admin = kafka.admin();
  producer = kafka.producer({ createPartitioner: () => () => 0 });
  await Promise.all([admin.connect(), producer.connect()]);
});

afterEach(async () => {
  await log.close();
  await Promise.all([admin.disconnect(), producer.disconnect()]);
  await topics.remove();
});

const inCluster = (topic: string) => topics.prefix + topic;

async function settingsOf(topic: string): Promise<Record<string, string>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: inCluster(topic) }],
  });
  return Object.fromEntries(resources[0]!.configEntries.map((entry) => [entry.configName, entry.configValue]));
}

test('a new topic has the configured partitions, retention and compaction', async () => {
  await log.end(['usual', 'usual.dlq', 'newest']);
  expect(Object.keys((await log.end(['usual'])).usual!)).toEqual(['0', '1', '2']);
  expect(await settingsOf('usual')).toMatchObject({ 'cleanup.policy': 'delete', 'retention.ms': '172800000' });
  expect(await settingsOf('usual.dlq')).toMatchObject({ 'cleanup.policy': 'delete', 'retention.ms': '604800000' });
  expect(await settingsOf('newest')).toMatchObject({ 'cleanup.policy': 'compact', 'retention.ms': '-1' });
});

test('a topic that exists stays as it is', async () => {
  await admin.createTopics({ waitForLeaders: false, topics: [{ topic: inCluster('theirs'), numPartitions: 1 }] });
  const positions = await log.append(sampleEvents('theirs', 20, { keys: 20 }));
  expect(new Set(positions.map(({ partition }) => partition))).toEqual(new Set([0]));
});

test('who is under way keeps the partitions of a topic that is looked up anew', async () => {
  const link = createLink({ brokers: topics.brokers }, 'test', nullLogger);
  const defaults = { partitions: 3, replication: 1, retentionDays: 2, compacted: [] };
  const known = createTopics(createControl(link), createTopicNames(topics.prefix), defaults);
  await known.ensure(['t']);
  // As a failed append does, while a reader waits for the ends of the topic that it made sure of before.
  known.forget();
  expect(known.partitions('t')).toBe(3);
  await admin.createPartitions({ topicPartitions: [{ topic: inCluster('t'), count: 5 }] });
  await known.ensure(['t']);
  expect(known.partitions('t')).toBe(5);
  link.reset();
});

test('a record that is no event is reported with its position and left out', async () => {
  await log.append([{ ...sampleEvent('t', 'k', 0) }]);
  const foreign = { value: 'not ours', partition: 0 };
  await producer.send({ topic: inCluster('t'), messages: [foreign] });
  const reported = Promise.withResolvers<CodedError>();
  const { events, onEvents, until } = createCollector();
  // A broker that is slow for a moment, e.g. with the first group of all, is reported as well and tried again.
  const onError = (error: Error) => {
    if (error instanceof CodedError && error.code !== 'EVENT_LOG_UNAVAILABLE') reported.resolve(error);
  };
  await log.consume({ group: 'g', topics: ['t'], onEvents, onError });
  await log.append([sampleEvent('t', 'k', 1)]);
  await until(count(2));
  expect(numbers(events)).toEqual([0, 1]);
  expect(await reported.promise).toMatchObject({
    code: 'EVENT_INVALID',
    details: { topic: 't', partition: 0, offset: expect.any(String) },
  });
});

test('the fields of the header are headers of the record, with the trace context', async () => {
  const event = sampleEvent('t', 'k', 0);
  event.header.traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const consumer = new Kafka({ brokers: [...topics.brokers], logLevel: logLevel.NOTHING }).consumer({
    groupId: inCluster('plain'),
    maxWaitTimeInMs: 100,
  });
  await log.append([event]);
  await consumer.connect();
  await consumer.subscribe({ topic: inCluster('t'), fromBeginning: true });
  const { promise, resolve } = Promise.withResolvers<Record<string, string>>();
  await consumer.run({
    eachMessage: async ({ message }) =>
      resolve(Object.fromEntries(Object.entries(message.headers!).map(([name, value]) => [name, String(value)]))),
  });
  expect(await promise).toEqual(event.header);
  await consumer.disconnect();
});

test('events that retention removed: positions are refused, groups are told how many they missed', async () => {
  const positions = await log.append(sampleEvents('t', 4));
  const { partition } = positions[0]!;
  const first = createCollector();
  const consumer = await log.consume({ group: 'g', topics: ['t'], onEvents: first.onEvents });
  await first.until(count(4));
  await consumer.close();
  await log.append(sampleEvents('t', 3, { first: 4 }));
  // kafkajs's admin knows a topic's leaders only after another question about it.
  await admin.fetchTopicOffsets(inCluster('t'));
  await admin.deleteTopicRecords({ topic: inCluster('t'), partitions: [{ partition, offset: '6' }] });

  const from = { t: { [partition]: '5' } };
  const reading = log.read({ topics: ['t'], from, onEvents: () => undefined });
  await expect(reading).rejects.toMatchObject({ code: 'EVENT_POSITION_EXPIRED' });
  expect(await log.lag('g', ['t'])).toEqual({ t: 1 });
  const missed = Promise.withResolvers<Error>();
  const rest = createCollector();
  await log.consume({ group: 'g', topics: ['t'], onEvents: rest.onEvents, onError: missed.resolve });
  expect(await missed.promise).toMatchObject({ code: 'EVENT_POSITION_EXPIRED', details: { removed: 2 } });
  await rest.until(count(1));
  expect(numbers(rest.events)).toEqual([6]);
});

test('a slow call about one partition holds up no other', async () => {
  const positions = await log.append(sampleEvents('t', 30, { keys: 15 }));
  const slow = positions[0]!.partition;
  const others = positions.filter(({ partition }) => partition !== slow).length;
  const finish = Promise.withResolvers<void>();
  const { events, onEvents, until } = createCollector();
  await log.consume({
    group: 'g',
    topics: ['t'],
    async onEvents(some) {
      if (some[0]!.position.partition === slow) await finish.promise;
      await onEvents(some);
    },
  });
  await until(count(others));
  await log.append(sampleEvents('t', 30, { keys: 15, first: 30 }));
  await until(count(2 * others));
  expect(events.every(({ position }) => position.partition !== slow)).toBe(true);
  finish.resolve();
  await until(count(60));
});

test('appends that together are larger than a request, and an event of the largest size', async () => {
  const large = { ...sampleEvent('t', 'k', 0), payload: { n: 0, text: '€'.repeat(990_000) } };
  const many = range(6).map((n) => ({
    ...sampleEvent('t', 'k', n + 1),
    payload: { n: n + 1, text: 'x'.repeat(400_000) },
  }));
  await Promise.all([log.append([large]), log.append(many)]);
  const { events, onEvents, until } = createCollector();
  await log.read({ topics: ['t'], from: 'start', onEvents });
  await until(count(7));
  expect(numbers(events)).toEqual(range(7));
  expect(events[0]!.payload.text).toBe(large.payload.text);
});
