import { median } from '../../../bench/router/measure/statistics.ts';
import type { TrialReport } from '../../report/trialReport.ts';
import type { LiveGround } from '../ground/startLiveGround.ts';
import { SlowGround } from './slowGround.ts';
import type { SlowLoad } from './slowLoad.ts';

const evictedWithin = 30_000;
/** Who has not been evicted by then never will be. */
const patience = 90_000;
const memory = 100;

/**
 * In turn: the healthy readers alone; then beside others who stop reading, and who have to be closed while nobody else
 * loses a frame. Those come back by their cursors afterwards, and miss nothing.
 */
export async function slowTrial(ground: LiveGround, load: SlowLoad): Promise<TrialReport> {
  const slow = await SlowGround.start(ground, load);
  const alone: number[] = [];
  const beside: number[] = [];
  let frames = 0;
  let lost = 0;
  let twice = 0;
  let resumedLost = 0;
  let evictedAfter = 0;
  let rssAlone = 0;
  let rssBeside = 0;
  for (let round = 0; round < load.rounds; round++) {
    const healthy = await slow.playHealthy();
    const stalled = await slow.playStalled(patience);
    for (const part of [healthy, stalled]) {
      lost += part.lost;
      twice += part.twice;
    }
    resumedLost += stalled.resumed.lost;
    twice += stalled.resumed.twice;
    evictedAfter = Math.max(evictedAfter, stalled.evictedAfter ?? Number.POSITIVE_INFINITY);
    if (round === 0 && load.rounds > 1) continue;
    frames += healthy.frames + stalled.frames;
    alone.push(healthy.p99);
    beside.push(stalled.p99);
    rssAlone = Math.max(rssAlone, healthy.rssMost);
    rssBeside = Math.max(rssBeside, stalled.rssMost);
  }

  const slowdown = median(beside) / median(alone);
  const growth = rssBeside - rssAlone;
  const faults: string[] = [];
  const missed: string[] = [];
  if (lost + twice > 0) faults.push(`healthy readers lost ${lost} frames, ${twice} came twice`);
  if (resumedLost > 0) faults.push(`those who came back lost ${resumedLost} frames`);
  if (evictedAfter === Number.POSITIVE_INFINITY) faults.push('the stalled readers were not all evicted');
  else if (evictedAfter > evictedWithin)
    missed.push(`the last stalled reader was evicted after ${Math.round(evictedAfter)} ms`);
  if (growth > memory) missed.push(`memory grew by ${growth.toFixed(0)} MB`);
  if (load.slowdown !== undefined && slowdown > load.slowdown)
    missed.push(`p99 of healthy readers × ${slowdown.toFixed(2)}`);
  const each = (values: readonly number[]): string => values.map((value) => value.toFixed(0)).join(', ');
  return {
    name: 'slow readers',
    load: loadText(load),
    figures: {
      'frames of healthy readers': frames,
      'lost by them': lost,
      twice,
      'lost by evicted ones who came back by their cursors': resumedLost,
      'p99 of healthy readers alone, ms, by round': each(alone),
      'p99 of them beside stalled ones, ms, by round': each(beside),
      'median beside / median alone': slowdown.toFixed(2),
      'all evicted after s, slowest round': (evictedAfter / 1_000).toFixed(1),
      'RSS of the router at most, alone → beside stalled ones, MB': `${rssAlone.toFixed(0)} → ${rssBeside.toFixed(0)}`,
    },
    faults,
    missed,
  };
}

function loadText({ stalled, readers, groups, eventsPerSecond, eventBytes, rounds, asked }: SlowLoad): string {
  const perReader = eventsPerSecond / groups;
  const megabytes = (perReader * readers * eventBytes) / 1e6;
  return (
    `${stalled} stalled of ${readers}, ${eventsPerSecond} events/s of ${eventBytes} bytes in ${groups} groups, so that each ` +
    `reader gets ${perReader} a second and all together ${megabytes.toFixed(0)} MB/s; ${Math.max(1, rounds - 1)} rounds${asked === undefined ? '' : `; ${asked}`}`
  );
}
