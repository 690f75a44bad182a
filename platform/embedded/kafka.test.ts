import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestTopics, type TestTopics } from '#tests/kafka.ts';
import { freePort } from './postgres/freePort.ts';
import { type Spawned, spawnCommand, spawnStart } from './testing/spawnStart.ts';

let dataDir: string;
let topics: TestTopics;
const running: Spawned[] = [];

beforeAll(async () => {
  topics = await createTestTopics();
  dataDir = await mkdtemp(join(tmpdir(), 'inopsio-kafka-start-'));
});

afterAll(async () => {
  for (const { process: child } of running) if (child.exitCode === null) child.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  await topics.remove();
  await rm(dataDir, { recursive: true, force: true });
});

function remember(spawned: Spawned): Spawned {
  running.push(spawned);
  return spawned;
}

const onKafka = (broker: string) => ({
  DATA_DIR: dataDir,
  EVENT_LOG: 'kafka',
  KAFKA_BROKERS: broker,
  KAFKA_PREFIX: topics.prefix,
});

test('EVENT_LOG=kafka npm start, and the demo as it is', async () => {
  const platform = remember(spawnStart(onKafka(topics.brokers[0]!)));
  await platform.says(/Ready in [\d.]+ s\.[\s\S]*Ctrl-C/);
  const demo = await remember(spawnCommand(process.execPath, ['demo/main.ts'], { DATA_DIR: dataDir })).ended;
  expect(demo).toMatchObject({ code: 0, stderr: '' });
  expect(demo.stdout).toContain('invoicePaid');
  // Commands find the log by the data folder, as they find the platform.
  const desk = ['tools/events/main.ts', 'list', '--topic', 'payment.processed', '--json'];
  const list = await remember(spawnCommand(process.execPath, desk, { DATA_DIR: dataDir })).ended;
  expect(list).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(list.stdout)).toMatchObject([{ header: { event_name: 'payment.processed' } }]);
  platform.process.kill('SIGTERM');
  expect(await platform.ended).toMatchObject({ code: 0, stderr: '' });
});

test('a start without its broker ends with one message that says so', async () => {
  const { code, stderr } = await remember(spawnStart(onKafka(`127.0.0.1:${await freePort()}`))).ended;
  expect(code).toBe(1);
  expect(stderr.trim()).toMatch(/^Kafka does not do its work \(.*ECONNREFUSED.*\)\. .*$/);
});
