import type { TrialReport } from '../../report/trialReport.ts';
import { openFrontDoor } from '../ground/frontDoor.ts';
import type { LiveGround } from '../ground/startLiveGround.ts';
import { Followers } from './followers.ts';

/** How much is done. */
export interface KillLoad {
  readonly subscriptions: number;
  readonly kills: number;
  readonly eventsPerSecond: number;
}

const resumeWithin = 10_000;
/** Who has not resumed by then never will. */
const patience = 60_000;
const series = 'kill';

/**
 * Two routers behind one address; again and again one of them is killed by SIGKILL while events go on. Its subscribers
 * come back through the other one by their cursors; afterwards a new router takes the place of the killed one.
 */
export async function killTrial(ground: LiveGround, load: KillLoad): Promise<TrialReport> {
  const { tokenOf, events } = ground;
  const door = await openFrontDoor();
  const followers = new Followers();
  const routers = [await ground.router(), await ground.router()];
  const resumed: number[] = [];
  const faults: string[] = [];
  const missed: string[] = [];
  door.send(routers.map(({ port }) => port));
  let appending = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  try {
    await followers.open(door.url, load.subscriptions, series, (n) => tokenOf(userOf(n), 3_600));
    timer = setInterval(() => {
      appending = appending.then(() => events.append(series));
    }, 1_000 / load.eventsPerSecond);
    for (let kill = 0; kill < load.kills; kill++) {
      const [victim, other] = kill % 2 === 0 ? routers : routers.toReversed();
      door.send([other!.port]);
      const begin = performance.now();
      await victim!.kill();
      // An event that nobody can have had when the router died.
      await events.append(series);
      await followers.caughtUp(events.sent(series), patience);
      resumed.push(performance.now() - begin);
      routers[routers.indexOf(victim!)] = await ground.router();
      door.send(routers.map(({ port }) => port));
    }
  } catch (error) {
    faults.push((error as Error).message);
  }
  clearInterval(timer);
  await appending;
  await followers.caughtUp(events.sent(series), patience).catch((error: Error) => faults.push(error.message));
  followers.close();
  await door.close();
  const { gaps, repeated } = followers.faults;
  if (gaps > 0) faults.push(`${gaps} frames lost`);
  if (repeated > 0) faults.push(`${repeated} frames came twice`);
  if (resumed.length < load.kills) faults.push(`${resumed.length} of ${load.kills} kills were survived`);
  const slowest = Math.max(...resumed, 0);
  if (slowest > resumeWithin) missed.push(`all had resumed only after ${Math.round(slowest)} ms`);
  return {
    name: 'router kill',
    load: `${load.subscriptions} subscriptions over 2 routers, SIGKILL × ${load.kills}, ${load.eventsPerSecond} events/s`,
    figures: {
      'frames due': load.subscriptions * events.sent(series),
      lost: gaps,
      twice: repeated,
      'all resumed within s (slowest kill)': (slowest / 1_000).toFixed(1),
    },
    faults,
    missed,
  };
}

const userOf = (n: number): string => `01890000-0000-7000-a000-${n.toString(16).padStart(12, '0')}`;
