import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type LoadProcesses, startLoad } from '../../../bench/live/load/loadProcesses.ts';
import { processUsage } from '../../../bench/router/measure/processUsage.ts';
import { percentile } from '../../../bench/router/measure/statistics.ts';
import type { TrialReport } from '../../report/trialReport.ts';
import { metricStream } from '../ground/metricEvents.ts';
import type { LiveGround } from '../ground/startLiveGround.ts';

/** How much is done. */
export interface SlowLoad {
  readonly readers: number;
  readonly stalled: number;
  readonly eventBytes: number;
  readonly eventsPerSecond: number;
  /** Of the healthy part, and of the part after the last eviction. */
  readonly events: number;
  /** What healthy readers may lose by the others; absent where times say nothing. */
  readonly slowdown?: number;
}

const evictedWithin = 30_000;
/** Who has not been evicted by then never will be. */
const patience = 90_000;
const memory = 100;
const series = 'slow';

/** Events are read by all; then by all but some, who stop reading and have to be closed while nobody else loses a frame. */
export async function slowTrial(ground: LiveGround, load: SlowLoad): Promise<TrialReport> {
  const router = await ground.router();
  const faults: string[] = [];
  const missed: string[] = [];
  const open = async (stalled: number): Promise<LoadProcesses> => {
    const readers = startLoad(2);
    const tokens = await Promise.all(
      Array.from({ length: load.readers }, (_, n) =>
        ground.tokenOf(`01890000-0000-7000-b000-${n.toString(16).padStart(12, '0')}`, 3_600),
      ),
    );
    const subscribers = tokens.map((token) => ({ token, name: series }));
    const sent = { [series]: ground.events.sent(series) };
    await readers.open({ port: router.port, query: metricStream, subscribers, stalled, sent });
    return readers;
  };
  /** Sends until it is enough, and gives what those who read saw. */
  const play = async (readers: LoadProcesses, isEnough: (sent: number) => boolean) => {
    await readers.take();
    for (let sent = 0; !isEnough(sent); sent++) {
      const next = wait(1_000 / load.eventsPerSecond);
      await ground.events.append(series, load.eventBytes);
      await next;
    }
    await readers.reached({ [series]: ground.events.sent(series) });
    const { latencies, ...counts } = await readers.take();
    return { ...counts, p99: percentile(latencies, 0.99) };
  };

  const all = await open(0);
  await play(all, (sent) => sent === 5);
  const healthy = await play(all, (sent) => sent === load.events);
  const rssBefore = processUsage(router.pid).rssMegabytes;
  await all.close();
  all.end();

  const some = await open(load.stalled);
  const files = (): number => readdirSync(`/proc/${router.pid}/fd`).length;
  const target = files() - load.stalled;
  const begin = performance.now();
  let rssMost = 0;
  let evictedAfter: number | undefined;
  const loaded = await play(some, (sent) => {
    rssMost = Math.max(rssMost, processUsage(router.pid).rssMegabytes);
    if (files() <= target) evictedAfter ??= performance.now() - begin;
    const isOver = performance.now() - begin > patience;
    return isOver || (evictedAfter !== undefined && sent >= load.events);
  });
  await some.close();
  some.end();

  const slowdown = loaded.p99 / healthy.p99;
  const lost = healthy.lost + loaded.lost;
  const twice = healthy.twice + loaded.twice;
  if (lost + twice > 0) faults.push(`healthy readers lost ${lost} frames and got ${twice} twice`);
  if (evictedAfter === undefined) faults.push('the stalled readers were not all evicted');
  else if (evictedAfter > evictedWithin)
    missed.push(`the last stalled reader was evicted after ${Math.round(evictedAfter)} ms`);
  if (rssMost - rssBefore > memory) missed.push(`memory grew by ${(rssMost - rssBefore).toFixed(0)} MB`);
  if (load.slowdown !== undefined && slowdown > load.slowdown)
    missed.push(`p99 of healthy readers × ${slowdown.toFixed(2)}`);
  return {
    name: 'slow readers',
    load: `${load.stalled} stalled of ${load.readers}, ${load.eventsPerSecond} events/s of ${load.eventBytes} bytes`,
    figures: {
      'frames of healthy readers': healthy.frames + loaded.frames,
      lost,
      twice,
      'p99 without stalled readers, ms': healthy.p99.toFixed(0),
      'p99 with them, ms': loaded.p99.toFixed(0),
      'all evicted after s': evictedAfter === undefined ? 'never' : (evictedAfter / 1_000).toFixed(1),
      'RSS growth at most, MB': (rssMost - rssBefore).toFixed(0),
    },
    faults,
    missed,
  };
}
