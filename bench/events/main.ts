/**
 * `npm run bench:events -- [--rounds 5] [--events 20000] [--kafka host:port] [--only relay,commit] [--write]`
 *
 * How many events a second the relay carries from a full outbox to the log, and how long an event takes from its commit to a
 * subscriber's frame; with the embedded log and with Kafka. Every event is counted; ends with 1 when one was lost or out of order.
 * Kafka is started for the bench, as tests start it, unless `--kafka` names a broker. Writes docs/figures/events.md with --write.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '#platform/config/projectRoot.ts';
import { startEmbeddedPostgres } from '#platform/embedded/postgres/startEmbeddedPostgres.ts';
import { startKafka } from '#platform/services/kafka/startKafka.ts';
import { startLiveGround } from '../../trials/live/ground/startLiveGround.ts';
import { measureCommits } from './commits/measureCommits.ts';
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
const commitLoad = { events: 2_000, warmUp: 200, perSecond: 200 };
/** Rounds that are not counted: until then platform and broker compile more code than they carry events. */
const warmRounds = 2;
const figures: EventFigures = { relay: [], commits: [] };

const folder = await mkdtemp(join(tmpdir(), 'bench-events-'));
const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port: 0 });
process.env.TEST_POSTGRES_URL = server.url;

/** Measures one log; a broker that runs beside the embedded log would take from it. */
async function measure(name: string, kafka?: string): Promise<void> {
  if (isWanted('relay')) {
    const log = await openBenchLog(kafka);
    figures.relay.push({ log: name, rounds: await measureRelay(log, rounds, events) });
    await log.close();
  }
  if (isWanted('commit')) {
    const ofKafka = { EVENT_LOG: 'kafka', KAFKA_BROKERS: kafka!, KAFKA_PREFIX: `bench${process.pid}-` };
    const ground = await startLiveGround(kafka ? ofKafka : {});
    const measured = [];
    for (let round = 0; round < warmRounds + rounds; round++) measured.push(await measureCommits(ground, commitLoad));
    figures.commits.push({ log: name, rounds: measured.slice(warmRounds) });
    await ground.close();
  }
}

try {
  await measure('embedded');
  const own = values.kafka ? undefined : await startKafka({ dataDir: join(folder, 'kafka'), withParent: true });
  await measure('Kafka', values.kafka ?? own?.broker).finally(() => own?.stop());
} finally {
  await server.stop();
  await rm(folder, { recursive: true });
}
const text = figuresAsMarkdown(figures);
console.log(text);
if (values.write) await writeFile(join(projectRoot, 'docs/figures/events.md'), text);
const wrong =
  figures.relay.some((one) => one.rounds.some(({ lost, outOfOrder }) => lost + outOfOrder > 0)) ||
  figures.commits.some((one) => one.rounds.some(({ lost }) => lost > 0));
process.exit(wrong ? 1 : 0);
