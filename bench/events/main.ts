/**
 * `npm run bench:events -- [--rounds 5] [--events 20000] [--kafka host:port] [--only relay,commit] [--write]`
 *
 * How many events a second the relay carries from a full outbox to the log, and how long an event takes from its commit to a
 * subscriber's frame. Every event is counted; ends with 1 when one was lost or out of order. Kafka is measured when
 * `--kafka` names a broker (`npm run services -- start kafka` starts one). Writes docs/figures/events.md with --write.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '#platform/config/projectRoot.ts';
import { startEmbeddedPostgres } from '#platform/embedded/postgres/startEmbeddedPostgres.ts';
import { startLiveGround } from '../../trials/live/ground/startLiveGround.ts';
import { measureCommits } from '../live/measureCommits.ts';
import { type EventFigures, figuresAsMarkdown } from './figures.ts';
import { measureRelay } from './measureRelay.ts';
import { openBenchLog } from './openBenchLog.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    events: { type: 'string', default: '20000' },
    kafka: { type: 'string' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const isWanted = (name: string): boolean => values.only?.split(',').includes(name) ?? true;
const [rounds, events] = [Number(values.rounds), Number(values.events)];
const figures: EventFigures = { relay: [], commits: [] };

if (isWanted('relay')) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-events-'));
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port: 0 });
  process.env.TEST_POSTGRES_URL = server.url;
  try {
    for (const kafka of [undefined, ...(values.kafka ? [values.kafka] : [])]) {
      const log = await openBenchLog(kafka);
      figures.relay.push({ log: log.name, rounds: await measureRelay(log.eventLog, rounds, events) });
      await log.close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}
if (isWanted('commit')) {
  for (const kafka of [undefined, ...(values.kafka ? [values.kafka] : [])]) {
    if (kafka)
      Object.assign(process.env, { EVENT_LOG: 'kafka', KAFKA_BROKERS: kafka, KAFKA_PREFIX: `bench${process.pid}-` });
    const ground = await startLiveGround();
    figures.commits.push({ log: kafka ? 'Kafka' : 'embedded', ...(await measureCommits(ground)) });
    await ground.close();
  }
}
const text = figuresAsMarkdown(figures);
console.log(text);
if (values.write) await writeFile(join(projectRoot, 'docs/figures/events.md'), text);
const wrong = figures.relay.some((one) => one.rounds.some(({ lost, outOfOrder }) => lost + outOfOrder > 0));
process.exit(wrong ? 1 : 0);
