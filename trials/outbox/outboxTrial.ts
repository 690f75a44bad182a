import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '#kit/tenancy/openStore.ts';
import { prepareDatabase } from '#kit/tenancy/prepareDatabase.ts';
import { clearPersonalData } from '#kit/testkit/clearPersonalData.ts';
import { notesDefinition } from '#kit/testkit/notesDefinition.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { type BrokenKafka, startBrokenKafka } from '../faults/kafka/brokenKafka.ts';
import { countOutcome, type Outcome, readNotes } from './countOutcome.ts';
import { KillablePart } from './killablePart.ts';
import { type KillablePostgres, startKillablePostgres } from './killablePostgres.ts';
import { type OutboxSettings, openLog, tenantId, topic } from './outboxSettings.ts';

/** How much is done. */
export interface OutboxLoad {
  readonly log: 'embedded' | 'kafka';
  readonly perSecond: number;
  readonly seconds: number;
  readonly kills: number;
}

/** How the trial went. */
export interface OutboxReport extends Outcome {
  /** SIGKILLs by what was killed. */
  readonly kills: Readonly<Record<string, number>>;
}

const settledWithin = 120_000;
/** What the writer has left over when the time is over: it was away itself, or waited for the others. */
const writtenWithin = 60_000;
/** Until the parts run. */
const headStart = 2_000;

/** Transactions with events go on while everything that carries them is killed in turn; then all is counted. */
export async function outboxTrial(load: OutboxLoad): Promise<OutboxReport> {
  const folder = await mkdtemp(join(tmpdir(), 'inopsio-outbox-'));
  const postgres = await startKillablePostgres(join(folder, 'postgres'));
  const kafka = load.log === 'kafka' ? await startBrokenKafka() : undefined;
  const { settings, databaseOfNotes } = await prepare(postgres, kafka);
  const plan = { began: Date.now() + headStart, perSecond: load.perSecond, seconds: load.seconds };
  const part = (name: 'writer' | 'relay' | 'consumer') => new KillablePart(name, settings, plan);
  const parts = {
    writer: part('writer'),
    relay: part('relay'),
    secondRelay: part('relay'),
    consumer: part('consumer'),
  };
  try {
    await Promise.all(Object.values(parts).map((each) => each.start()));
    const again = (each: KillablePart) => async (): Promise<void> => {
      await each.kill();
      await each.start();
    };
    const ways: readonly (readonly [name: string, kill: () => Promise<void>])[] = [
      ['relay', again(parts.relay)],
      ['PostgreSQL', () => postgres.kill().then(() => postgres.restart())],
      ['consumer', again(parts.consumer)],
      ['second relay', again(parts.secondRelay)],
      ['writer', again(parts.writer)],
      ...(kafka ? [['broker', () => kafka.kill().then(() => kafka.restart())] as const] : []),
    ];
    const kills: Record<string, number> = {};
    const begin = performance.now();
    for (let n = 0; n < load.kills; n++) {
      const due = begin + ((n + 1) * load.seconds * 1_000) / (load.kills + 1);
      await wait(Math.max(0, due - performance.now()));
      const [name, kill] = ways[n % ways.length]!;
      await kill();
      kills[name] = (kills[name] ?? 0) + 1;
    }
    await wait(Math.max(0, begin + load.seconds * 1_000 - performance.now()));
    await parts.writer.ended(writtenWithin);
    await parts.writer.kill();
    return { ...(await settled(settings, databaseOfNotes)), kills };
  } finally {
    await Promise.all(Object.values(parts).map((each) => each.kill()));
    await kafka?.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare(postgres: KillablePostgres, kafka: BrokenKafka | undefined) {
  const databaseOfNotes = await postgres.database('notes');
  const urls = await prepareDatabase({
    superuserUrl: databaseOfNotes,
    name: 'notes',
    database: new URL(databaseOfNotes).pathname.slice(1),
    ownerPassword: 'owner-of-the-trial',
    appPassword: 'app-of-the-trial',
  });
  const log = kafka ? { broker: kafka.broker } : { connectionString: await postgres.database('log') };
  const settings: OutboxSettings = { ...urls, log };
  const runtime = { ...urls, logger: nullLogger, personalData: clearPersonalData };
  const store = await openStore({ definition: notesDefinition, runtime });
  await store.provision(tenantId);
  await store.close();
  return { settings, databaseOfNotes };
}

/** Reads log and rows until nothing is missing any more, or the time is over. */
async function settled(settings: OutboxSettings, databaseOfNotes: string): Promise<Outcome> {
  const events: LoggedEvent[] = [];
  const log = await openLog(settings);
  const reader = await log.read({ topics: [topic], from: 'start', onEvents: (more) => void events.push(...more) });
  const schema = `t_${tenantId.replaceAll('-', '')}`;
  const end = performance.now() + settledWithin;
  try {
    for (;;) {
      const outcome = countOutcome(await readNotes(databaseOfNotes, schema), events);
      if ((outcome.lost === 0 && outcome.effectsLost === 0) || performance.now() > end) return outcome;
      await wait(200);
    }
  } finally {
    await reader.close();
    await log.close();
  }
}
