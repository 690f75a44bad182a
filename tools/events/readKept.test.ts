import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Admin, ConfigResourceTypes, Kafka, logLevel, type Producer } from 'kafkajs';
import { sampleEvent } from '#platform/event-log/contract/sampleEvents.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { createKafkaEventLog } from '#platform/event-log/kafka/createKafkaEventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createTestTopics, type TestTopics } from '#tests/kafka.ts';
import { readKept } from './readKept.ts';

const cleanerPause = 'log.cleaner.backoff.ms';

let topics: TestTopics;
let log: EventLog;
let admin: Admin;
let producer: Producer;

beforeEach(async () => {
  topics = await createTestTopics();
  const { brokers, prefix } = topics;
  log = await createKafkaEventLog({ connection: { brokers }, prefix, logger: nullLogger });
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  admin = kafka.admin();
  producer = kafka.producer();
  await Promise.all([admin.connect(), producer.connect()]);
});

afterEach(async () => {
  await log?.close();
  await Promise.all([admin.disconnect(), producer.disconnect()]);
  await topics.remove();
});

/** A topic of which the broker keeps the last event of each key, as soon as it can. */
async function createCompacted(topic: string): Promise<void> {
  const config = {
    'cleanup.policy': 'compact',
    'segment.ms': '1',
    'min.cleanable.dirty.ratio': '0',
    'max.compaction.lag.ms': '1',
  };
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  await admin.createTopics({ topics: [{ topic: topics.prefix + topic, numPartitions: 1, configEntries }] });
  const [broker] = (await admin.describeCluster()).brokers;
  const resource = { type: ConfigResourceTypes.BROKER, name: String(broker!.nodeId) };
  const entries = [{ name: cleanerPause, value: '100' }];
  await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries: entries }] });
}

async function kept(topic: string): Promise<string[]> {
  const keys: string[] = [];
  await readKept(log, [topic], ({ key }) => keys.push(key));
  return keys;
}

test('a topic is read to its end where compaction took events, and where the last record is none', async () => {
  await createCompacted('newest');
  expect(await kept('newest')).toEqual([]);
  for (let n = 0; n < 20; n++) await log.append([sampleEvent('newest', n % 2 === 0 ? 'even' : 'odd', n)]);
  await producer.send({ topic: `${topics.prefix}newest`, messages: [{ key: 'foreign', value: 'not ours' }] });
  // The broker tells nobody when it has compacted; each reading ends, and the first that is short shows it.
  let keys = await kept('newest');
  expect(keys).toEqual(expect.arrayContaining(['even', 'odd']));
  while (keys.length === 20) keys = await kept('newest');
  expect(keys).toEqual(expect.arrayContaining(['even', 'odd']));
  expect(Number((await log.end(['newest'])).newest![0])).toBe(21);
});
