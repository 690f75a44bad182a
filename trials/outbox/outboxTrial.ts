import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startBrokenKafka } from '../faults/kafka/brokenKafka.ts';
import type { Outcome } from './countOutcome.ts';
import { KillablePart } from './killablePart.ts';
import { startKillablePostgres } from './killablePostgres.ts';
import { prepareOutbox, settledOutcome } from './outboxGround.ts';

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

/** What the writer has left over when the time is over: it was away itself, or waited for the others. */
const writtenWithin = 60_000;
/** Until the parts run. */
const headStart = 2_000;

/** Transactions with events go on while everything that carries them is killed in turn; then all is counted. */
export async function outboxTrial(load: OutboxLoad): Promise<OutboxReport> {
  const folder = await mkdtemp(join(tmpdir(), 'inopsio-outbox-'));
  const postgres = await startKillablePostgres(join(folder, 'postgres'));
  const kafka = load.log === 'kafka' ? await startBrokenKafka() : undefined;
  const ground = await prepareOutbox(postgres, kafka?.broker);
  const plan = { began: Date.now() + headStart, perSecond: load.perSecond, seconds: load.seconds };
  const part = (name: 'writer' | 'relay' | 'consumer') => new KillablePart(name, ground.settings, plan);
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
    return { ...(await settledOutcome(ground)), kills };
  } finally {
    await Promise.all(Object.values(parts).map((each) => each.kill()));
    await kafka?.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
