import type { TrialReport } from '../../report/trialReport.ts';
import { startRouterProcess } from '../ground/startRouterProcess.ts';
import { watchHealth } from './healthWatch.ts';
import { capacityFor, type OfferedLoad, offer } from './offeredLoad.ts';
import { type ShopGround, startShopGround } from './shopGround.ts';

/** How large the trial is. */
export interface OverloadSize {
  /** Seconds of the usual load, before and after. */
  readonly usual: number;
  /** Seconds of three times as much as the router can do. */
  readonly overload: number;
}

/** Milliseconds that a subgraph takes for each of the calls of an operation, one after the other. */
const subgraphDelay = 20;
/** What slow ones take. */
const slowDelay = 300;
/** Clients that keep a router busy without a pause. */
const clients = 300;
const usualShare = 0.7;

/**
 * Overload: three times as many requests as the router can do are offered, whether they are answered or not. What is too
 * much must be refused (503, coded, with Retry-After); the others must take at most twice as long as under the usual
 * load; health endpoints must answer; and afterwards nothing must be refused any more. Slow subgraphs must not be
 * taken for overload.
 */
export async function overloadTrial(size: OverloadSize): Promise<TrialReport> {
  const ground = await startShopGround();
  try {
    await ground.delay(subgraphDelay);
    const capacity = await measured(ground, size);
    const router = await startRouterProcess(ground.supergraphSdl, ground.settings);
    const { url } = router;
    const { bodies } = ground;
    try {
      await offer(url, bodies, capacity.rate * 0.5, size.usual / 2);
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
        load: `three times the router's capacity for ${size.overload} s, offered whether answered or not; subgraphs take ${subgraphDelay} ms for each of an operation's calls in a row and any number at once, each request executed by itself, the rest by default`,
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
  }
}

/** What a router can do that refuses nothing, and what its clients see of three times as much. */
async function measured(ground: ShopGround, size: OverloadSize): Promise<{ rate: number; unprotected: OfferedLoad }> {
  const router = await startRouterProcess(ground.supergraphSdl, { ...ground.settings, OVERLOAD_PROTECTION: 'off' });
  try {
    await capacityFor(router.url, ground.bodies, clients, size.usual * 500);
    const rate = await capacityFor(router.url, ground.bodies, clients, size.usual * 1_000);
    return { rate, unprotected: await offer(router.url, ground.bodies, rate * 3, Math.min(size.overload, 3)) };
  } finally {
    await router.close();
  }
}
