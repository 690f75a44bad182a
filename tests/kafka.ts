import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { quietRequestQueue } from '#platform/event-log/kafka/quietRequestQueue.ts';

quietRequestQueue();

/** What the host of the run's broker leaves in its folder when the broker serves, or when it cannot. */
interface HostReport {
  readonly broker?: string;
  readonly failure?: string;
}

/** Names of topics and groups for one test. */
export interface TestTopics {
  readonly brokers: readonly string[];
  /** What the test's topics and groups begin with. */
  readonly prefix: string;
  /** Removes them. */
  remove(): Promise<void>;
}

/**
 * Gives the address of the broker of this test run. The first test that asks starts it, in a process of its own that ends
 * with the run; a run without such tests has none. TEST_KAFKA_BROKERS names another one to be used instead.
 * @throws Error that says what is missing when Kafka cannot run here
 */
export async function testKafka(): Promise<string> {
  if (process.env.TEST_KAFKA_BROKERS) return process.env.TEST_KAFKA_BROKERS;
  const folder = process.env.TEST_RUN_FOLDER;
  if (!folder) throw new Error('TEST_RUN_FOLDER is not set: run tests by jest, whose global setup makes the folder.');
  const home = join(folder, 'kafka');
  if (await isFirst(home)) startHost(home);
  const { broker, failure } = await reportOf(home);
  if (broker === undefined) throw new Error(failure);
  return broker;
}

/** Gives topics and groups of a test's own on the broker of this test run. */
export async function createTestTopics(): Promise<TestTopics> {
  const brokers = [await testKafka()];
  const prefix = `t${randomBytes(5).toString('hex')}-`;
  return { brokers, prefix, remove: () => removeAll(brokers, prefix) };
}

async function isFirst(home: string): Promise<boolean> {
  try {
    await mkdir(home);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function startHost(home: string): void {
  const program = join(import.meta.dirname, 'kafkaHost.ts');
  const host = spawn(process.execPath, [program, home], { detached: true, stdio: 'ignore' });
  host.once('exit', (code, signal) => {
    // Nobody shall wait for a report that does not come any more. Who is told to stop ends with 0.
    if (code === 0 || existsSync(reportIn(home))) return;
    const failure = `The host of the tests' Kafka ended (${code ?? signal}) before its broker served.`;
    writeFileSync(reportIn(home), JSON.stringify({ pid: host.pid, failure }));
  });
  host.unref();
}

const reportIn = (home: string): string => join(home, 'report.json');

async function reportOf(home: string): Promise<HostReport> {
  const file = reportIn(home);
  const watcher = watch(home);
  try {
    while (!existsSync(file)) await once(watcher, 'change');
  } finally {
    watcher.close();
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function removeAll(brokers: string[], prefix: string): Promise<void> {
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const { groups } = await admin.listGroups();
    const ours = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix));
    // Groups whose member was killed have it until its session times out; such a group stays with the broker.
    await admin.deleteGroups(ours).catch(() => undefined);
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}
