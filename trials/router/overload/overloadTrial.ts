import type { TrialReport } from '../../report/trialReport.ts';
import { type OwnProcessors, ownProcessors } from '../ground/ownProcessors.ts';
import { type RouterProcess, startRouterProcess } from '../ground/startRouterProcess.ts';
import { watchHealth } from './healthWatch.ts';
import { capacityFor, type OfferedLoad, offer } from './offeredLoad.ts';
import { type ShopGround, startShopGround } from './shopGround.ts';

/** How large the trial is. */
export interface OverloadSize {
  /** Seconds of the usual load, before and after. */
  readonly usual: number;
  /** Seconds of three times as much as the router can do. */
  readonly overload: number;
  /** Whether the router has a processor to itself, so that times are its own. */
  readonly apart: boolean;
}

/** Milliseconds that a subgraph takes for each of the calls of an operation, one after the other. */
const subgraphDelay = 20;
/** What slow ones take. */
const slowDelay = 300;
/** So many clients keep a router busy without a pause: too few leave it idle, too many crowd it. */
const crowds = [64, 128, 256];
const usualShare = 0.7;

/**
 * Overload: three times as many requests as the router can do are offered, whether they are answered or not. What is too
 * much must be refused (503, coded, with Retry-After); the others must take at most twice as long as under the usual
 * load; health endpoints must answer; and afterwards nothing must be refused any more. Slow subgraphs must not be
 * taken for overload.
 */
export async function overloadTrial(size: OverloadSize): Promise<TrialReport> {
  const processors = size.apart ? await ownProcessors() : undefined;
  const ground = await startShopGround();
  try {
    await ground.delay(subgraphDelay);
    const capacity = await measured(ground, size, processors);
    const router = await started(ground, {}, processors);
    const { url } = router;
    const { bodies } = ground;
    try {
      await warmUp(ground, url, size.usual * 1_000);
      const usual = await offer(url, bodies, capacity.rate * usualShare, size.usual);
      const health = watchHealth(url);
      const over = await offer(url, bodies, capacity.rate * 3, size.overload);
      const probes = await health.end();
      const after = await offer(url, bodies, capacity.rate * usualShare, size.usual);
      await ground.delay(slowDelay);
      const slow = await offer(url, bodies, 300, 2);
      const faults = [usual, over, after, slow].flatMap(({ others }) => others);
      if (probes.failed > 0) faults.push(`${probes.failed} health probes failed`);
      const missed = Object.entries({ usual, after, slow })
        .filter(([, { refused }]) => refused > 0)
        .map(([what, { refused }]) => `${what}: ${refused} refused`);
      if (over.refused === 0) missed.push('nothing was refused at three times the capacity');
      if (over.p99 > 2 * usual.p99) missed.push(`p99 of what was admitted ${over.p99} ms, usually ${usual.p99} ms`);
      const times = ({ p50, p99 }: OfferedLoad): string => `${p50} / ${p99}`;
      return {
        name: 'overload',
        load: `three times the router's capacity for ${size.overload} s, offered whether answered or not; subgraphs take ${subgraphDelay} ms for each of an operation's calls in a row and any number at once, each request executed by itself, the rest by default; ${processors?.isPossible ? 'the router has a processor to itself, subgraphs and those who ask share the other' : 'all processes share the processors'}`,
        figures: {
          'capacity, requests/s': capacity.rate,
          [`at ${usualShare * 100} %: requests sent / answered / refused`]: `${usual.sent} / ${usual.answered} / ${usual.refused}`,
          [`at ${usualShare * 100} %: p50 / p99 ms`]: times(usual),
          'at 300 %: requests sent / answered / refused': `${over.sent} / ${over.answered} / ${over.refused}`,
          'at 300 %: answered per second': Math.round(over.answered / size.overload),
          'at 300 %: p50 / p99 ms of what was admitted': times(over),
          'at 300 %: health probes sent / failed': `${probes.sent} / ${probes.failed}`,
          'at 300 % without protection: p50 / p99 ms': times(capacity.unprotected),
          [`at ${usualShare * 100} % afterwards: refused, p50 / p99 ms`]: `${after.refused}, ${times(after)}`,
          [`subgraphs that take ${slowDelay} ms, 300 requests/s: refused`]: slow.refused,
        },
        faults,
        missed,
      };
    } finally {
      await router.close();
    }
  } finally {
    await ground.close();
    await processors?.release();
  }
}

async function started(
  ground: ShopGround,
  settings: Readonly<Record<string, string>>,
  processors: OwnProcessors | undefined,
): Promise<RouterProcess> {
  const router = await startRouterProcess(ground.supergraphSdl, { ...ground.settings, ...settings });
  await processors?.own(router.pid);
  return router;
}

/** Has a router do for a time what it will be asked, for few clients at once, so that its code is compiled by then. */
async function warmUp(ground: ShopGround, url: string, milliseconds: number): Promise<void> {
  await ground.delay(0);
  await capacityFor(url, ground.bodies, 10, milliseconds);
  await ground.delay(subgraphDelay);
}

/** What a router can do that refuses nothing, for the crowd that suits it best, and what its clients see of three times as much. */
async function measured(
  ground: ShopGround,
  size: OverloadSize,
  processors: OwnProcessors | undefined,
): Promise<{ rate: number; unprotected: OfferedLoad }> {
  const router = await started(ground, { OVERLOAD_PROTECTION: 'off' }, processors);
  try {
    await warmUp(ground, router.url, size.usual * 1_000);
    let rate = 0;
    for (const clients of crowds) {
      rate = Math.max(rate, await capacityFor(router.url, ground.bodies, clients, size.usual * 600));
    }
    return { rate, unprotected: await offer(router.url, ground.bodies, rate * 3, Math.min(size.overload, 3)) };
  } finally {
    await router.close();
  }
}
