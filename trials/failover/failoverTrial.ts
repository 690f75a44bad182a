import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KillablePart } from '../outbox/killablePart.ts';
import { startKillablePostgres } from '../outbox/killablePostgres.ts';
import { outboxFaults } from '../outbox/outboxFaults.ts';
import { prepareOutbox, settledOutcome } from '../outbox/outboxGround.ts';
import { openLog, topic } from '../outbox/outboxSettings.ts';
import type { TrialReport } from '../report/trialReport.ts';
import { relayWatch } from './relayWatch.ts';

/** How much is done. */
export interface FailoverLoad {
  /** How often the leading relay is killed or stopped, in turn. */
  readonly faults: number;
  readonly perSecond: number;
}

const resumesWithin = 5_000;
const longest = 3_600;

/**
 * Two relays of one outbox in processes of their own; again and again the leading one is killed (SIGKILL) or stands still
 * (SIGSTOP), while transactions go on. Each time the other one has to publish what is committed from then on.
 */
export async function failoverTrial({ faults, perSecond }: FailoverLoad): Promise<TrialReport> {
  const folder = await mkdtemp(join(tmpdir(), 'inopsio-failover-'));
  const postgres = await startKillablePostgres(join(folder, 'postgres'));
  const ground = await prepareOutbox(postgres);
  const plan = { began: Date.now(), perSecond, seconds: longest };
  const part = (name: 'writer' | 'relay' | 'consumer') => new KillablePart(name, ground.settings, plan);
  const [writer, consumer] = [part('writer'), part('consumer')];
  let [leading, waiting] = [part('relay'), part('relay')];
  const watch = await relayWatch(ground.databaseOfNotes);
  const log = await openLog(ground.settings);
  const news = new EventTarget();
  let newest = 0;
  const reader = await log.read({
    topics: [topic],
    from: 'end',
    onEvents(events) {
      newest = Math.max(newest, ...events.map(({ payload }) => Date.parse(String(payload.created_at))));
      news.dispatchEvent(new Event('news'));
    },
  });
  /** Resolves when an event came that was written after a moment. */
  const published = async (after: number): Promise<void> => {
    while (newest <= after) await once(news, 'news');
  };

  const afterKill: number[] = [];
  const afterStop: number[] = [];
  try {
    await leading.start();
    await Promise.all([writer.start(), consumer.start()]);
    await published(0);
    await waiting.start();
    while (afterKill.length + afterStop.length < faults) {
      await watch.untilConnected(2);
      const before = await watch.leader();
      const isKill = afterKill.length === afterStop.length;
      const at = Date.now();
      if (isKill) await leading.kill();
      else leading.freeze();
      await published(at);
      // On a machine with much other work the lead may change by itself; then the fault met the other one, and comes again.
      if ((await watch.leader()) !== before) (isKill ? afterKill : afterStop).push(Date.now() - at);
      if (isKill) await leading.start();
      else leading.thaw();
      [leading, waiting] = [waiting, leading];
    }
    await writer.kill();
    const outcome = await settledOutcome(ground);
    const slowest = Math.max(...afterKill, ...afterStop);
    const missed = slowest > resumesWithin ? [`publishing resumed only after ${slowest} ms`] : [];
    return {
      name: 'Relay failover',
      load: `two relays, the leading one killed or stopped × ${faults}, ${perSecond} transactions/s`,
      figures: {
        'publishing resumed after SIGKILL, slowest, s': secondsOf(afterKill),
        'publishing resumed after SIGSTOP, slowest, s': secondsOf(afterStop),
        ...outcome,
      },
      faults: outboxFaults(outcome),
      missed,
    };
  } finally {
    await reader.close();
    await log.close();
    await watch.close();
    await Promise.all([writer, consumer, leading, waiting].map((each) => each.kill()));
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const secondsOf = (milliseconds: readonly number[]): string => (Math.max(...milliseconds) / 1_000).toFixed(1);
