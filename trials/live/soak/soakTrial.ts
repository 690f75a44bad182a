import { demoTenants } from '#platform/embedded/issuer/demoIdentities.ts';
import type { TrialReport } from '../../report/trialReport.ts';
import { memberTokens } from '../ground/memberTokens.ts';
import type { LiveGround } from '../ground/startLiveGround.ts';
import { SoakFaults } from './soakFollower.ts';
import { SoakNetwork } from './soakNetwork.ts';
import { soakRound } from './soakRound.ts';

/** How much is done. */
export interface SoakLoad {
  /** Of the first round; each later one has the next. */
  readonly seed: number;
  readonly rounds: number;
  readonly clients: number;
  readonly steps: number;
  /** In every so many rounds a router is killed. */
  readonly killEvery: number;
}

/**
 * Rounds of everything that may happen to a live stream, at random from a seed: each subscription must get every event of its
 * tenant from its beginning on once and in order, and nothing of another tenant.
 */
export async function soakTrial({ platform }: LiveGround, load: SoakLoad): Promise<TrialReport> {
  const network = await SoakNetwork.open(platform);
  const admins = { acme: 'ada', globex: 'grace' } as const;
  const tenants = await Promise.all(
    Object.entries(admins).map(async ([slug, user]) => {
      const { id } = demoTenants.find((tenant) => tenant.slug === slug)!;
      return { id, slug, tokenOf: await memberTokens(platform, slug, user) };
    }),
  );
  const all = new SoakFaults();
  const bad: number[] = [];
  let frames = 0;
  try {
    for (let round = 0; round < load.rounds; round++) {
      const seed = load.seed + round;
      const faults = new SoakFaults();
      const { clients, steps } = load;
      const kill = round % load.killEvery === 0;
      frames += await soakRound({ network, tenants, log: platform.eventLog }, { seed, clients, steps, kill }, faults);
      if (faults.lost + faults.twice + faults.foreign + faults.ended.length > 0) bad.push(seed);
      all.lost += faults.lost;
      all.twice += faults.twice;
      all.foreign += faults.foreign;
      all.ended.push(...faults.ended);
    }
  } finally {
    await network.close();
  }
  const seeds = `in the rounds of the seeds ${bad.join(', ')}`;
  const faults = [
    ...(all.lost > 0 ? [`${all.lost} frames lost, ${seeds}`] : []),
    ...(all.twice > 0 ? [`${all.twice} frames came twice or out of order, ${seeds}`] : []),
    ...(all.foreign > 0 ? [`${all.foreign} frames were somebody else's, ${seeds}`] : []),
    ...(all.ended.length > 0 ? [`streams ended: ${[...new Set(all.ended)].join(', ')}, ${seeds}`] : []),
  ];
  return {
    name: 'soak',
    load: `${load.rounds} rounds from seed ${load.seed}: ${load.clients} clients over WebSocket and SSE, 2 tenants, 2 routers, networks and routers failing`,
    figures: {
      frames,
      kills: network.kills,
      lost: all.lost,
      twice: all.twice,
      foreign: all.foreign,
      ended: all.ended.length,
    },
    faults,
  };
}
