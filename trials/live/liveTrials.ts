import type { TrialReport } from '../report/trialReport.ts';
import { expiryTrial } from './expiry/expiryTrial.ts';
import type { LiveGround } from './ground/startLiveGround.ts';
import { killTrial } from './kill/killTrial.ts';
import { leaksTrial } from './leaks/leaksTrial.ts';
import { slowTrial } from './slow/slowTrial.ts';
import { type SoakLoad, soakTrial } from './soak/soakTrial.ts';

/** @param soak what a command says about the soak */
type Trial = (ground: LiveGround, short: boolean, soak?: Partial<SoakLoad>) => Promise<TrialReport>;

const slowShort = {
  readers: 10,
  stalled: 3,
  groups: 2,
  eventBytes: 500_000,
  eventsPerSecond: 20,
  events: 20,
  rounds: 1,
};
/**
 * Asked are 100 events a second of 100 KB to each of 1,000 readers, 10 GB a second, which no machine of two processors moves.
 * Events, their size, readers and stalled ones are as asked; what each reader gets of them is what this machine bears.
 */
const slowFull = {
  readers: 1_000,
  stalled: 100,
  groups: 10,
  eventBytes: 100_000,
  eventsPerSecond: 100,
  events: 1_500,
  rounds: 3,
  slowdown: 1.2,
  asked: 'asked were all of these events for each reader, 10 GB/s, which two processors do not move',
};

/** The trials by name, with their full load and a short form of it. */
export const liveTrials: Readonly<Record<string, Trial>> = {
  kill: (ground, short) =>
    killTrial(
      ground,
      short
        ? { subscriptions: 40, kills: 1, eventsPerSecond: 20 }
        : { subscriptions: 1_000, kills: 5, eventsPerSecond: 2 },
    ),
  slow: (ground, short) => slowTrial(ground, short ? slowShort : slowFull),
  soak: (ground, short, soak) =>
    soakTrial(ground, {
      ...(short
        ? { seed: 1, rounds: 1, clients: 8, steps: 60, killEvery: 1 }
        : { seed: 1, rounds: 60, clients: 16, steps: 150, killEvery: 4 }),
      ...soak,
    }),
  // Last on this ground: it suspends a tenant.
  expiry: (ground, short) =>
    expiryTrial(ground, short ? { sockets: 40, tokenSeconds: 8 } : { sockets: 500, tokenSeconds: 20 }),
  leaks: (_ground, short) => leaksTrial(short ? 200 : 2_000),
};
