import type { TrialReport } from '../report/trialReport.ts';
import { expiryTrial } from './expiry/expiryTrial.ts';
import type { LiveGround } from './ground/startLiveGround.ts';
import { killTrial } from './kill/killTrial.ts';
import { leaksTrial } from './leaks/leaksTrial.ts';
import { slowTrial } from './slow/slowTrial.ts';

type Trial = (ground: LiveGround, short: boolean) => Promise<TrialReport>;

/** The trials by name, with their full load and a short form of it. */
export const liveTrials: Readonly<Record<string, Trial>> = {
  kill: (ground, short) =>
    killTrial(
      ground,
      short
        ? { subscriptions: 40, kills: 1, eventsPerSecond: 20 }
        : { subscriptions: 1_000, kills: 5, eventsPerSecond: 2 },
    ),
  slow: (ground, short) =>
    slowTrial(
      ground,
      short
        ? { readers: 10, stalled: 3, eventBytes: 500_000, eventsPerSecond: 20, events: 10 }
        : { readers: 500, stalled: 50, eventBytes: 50_000, eventsPerSecond: 8, events: 50, slowdown: 1.2 },
    ),
  expiry: (ground, short) =>
    expiryTrial(ground, short ? { sockets: 40, tokenSeconds: 8 } : { sockets: 500, tokenSeconds: 20 }),
  leaks: (_ground, short) => leaksTrial(short ? 200 : 2_000),
};
