/**
 * Holds the broker of a test run: starts Kafka on a folder, reports where it is or why not, and stops it when asked
 * (SIGTERM) or when the run is gone. Argument: the folder. TEST_RUN_PID names the process of the run.
 */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startKafka } from '#platform/services/kafka/startKafka.ts';

const [home] = process.argv.slice(2) as [string];
const runPid = Number(process.env.TEST_RUN_PID);
const watchEveryMs = 1_000;

/** Appears whole, so that nobody reads half of it. */
async function report(content: object): Promise<void> {
  const file = join(home, 'report.json');
  await writeFile(`${file}.new`, JSON.stringify({ pid: process.pid, ...content }));
  await rename(`${file}.new`, file);
}

function runLives(): boolean {
  try {
    return process.kill(runPid, 0);
  } catch {
    return false;
  }
}

try {
  const kafka = await startKafka({ dataDir: join(home, 'broker'), withParent: true });
  const stop = () => void kafka.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  setInterval(() => runLives() || stop(), watchEveryMs);
  await report({ broker: kafka.broker });
} catch (error) {
  await report({ failure: error instanceof Error ? error.message : String(error) });
}
