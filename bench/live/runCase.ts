import { setTimeout as wait } from 'node:timers/promises';
import { metricStream } from '../../trials/live/ground/metricEvents.ts';
import type { LiveGround } from '../../trials/live/ground/startLiveGround.ts';
import { processUsage } from '../router/measure/processUsage.ts';
import type { LiveServer } from './contender.ts';
import type { LiveCase } from './liveCase.ts';
import { type LoadProcesses, startLoad } from './load/loadProcesses.ts';
import { measureRound, type Round } from './measure.ts';

/** What a case showed of one server. */
export interface CaseResult {
  readonly server: LiveServer;
  /** Resident memory of the server before the first subscriber came, in MB. */
  readonly idle: number;
  /** With all subscribers in position, before the first event. */
  readonly subscribed: number;
  readonly rounds: Round[];
  /** Rounds in which some subscribers do not read. */
  readonly stalledRounds: Round[];
}

interface Seat {
  readonly result: CaseResult;
  readonly load: LoadProcesses;
  readonly names: readonly string[];
}

const loadProcesses = 2;
const tokenSeconds = 3_600;

/**
 * Loads the servers one at a time, in turn, round by round; all keep their subscribers throughout. Each has series of
 * its own, so that the events of one reach no subscriber of the other. The first round of each is not counted.
 */
export async function runCase(
  ground: LiveGround,
  servers: readonly LiveServer[],
  load: LiveCase,
  rounds: number,
): Promise<CaseResult[]> {
  const seats: Seat[] = [];
  try {
    for (const server of servers) seats.push(await seat(ground, server, load, 0));
    for (let round = 0; round <= rounds; round++) {
      for (const each of seats) {
        const measured = await playRound(ground, each, load);
        if (round > 0) each.result.rounds.push(measured);
      }
    }
    if (load.stalled > 0) {
      for (const each of seats.splice(0)) {
        await leave(each);
        const again = await seat(ground, each.result.server, load, load.stalled, each.result);
        for (let round = 0; round < rounds; round++)
          again.result.stalledRounds.push(await playRound(ground, again, load));
        seats.push(again);
        await leave(again);
      }
      return seats.splice(0).map(({ result }) => result);
    }
    return seats.map(({ result }) => result);
  } finally {
    await Promise.all(seats.map(leave));
  }
}

async function seat(
  { tokenOf, events }: LiveGround,
  server: LiveServer,
  { name, series, subscribers }: LiveCase,
  stalled: number,
  former?: CaseResult,
): Promise<Seat> {
  const names = Array.from({ length: series }, (_, n) => `${name}-${server.name}-${n}`);
  const { rssMegabytes: idle } = processUsage(server.pid);
  const load = startLoad(loadProcesses);
  const everybody = await Promise.all(
    Array.from({ length: subscribers }, async (_, n) => ({
      token: await tokenOf(`01890000-0000-7000-9000-${n.toString(16).padStart(12, '0')}`, tokenSeconds),
      name: names[n % series]!,
    })),
  );
  const sent = Object.fromEntries(names.map((each) => [each, events.sent(each)]));
  await load.open({ port: server.port, query: metricStream, subscribers: everybody, stalled, sent });
  const { rssMegabytes: subscribed } = processUsage(server.pid);
  return { load, names, result: former ?? { server, idle, subscribed, rounds: [], stalledRounds: [] } };
}

async function leave({ load }: Seat): Promise<void> {
  await load.close();
  load.end();
}

function playRound(ground: LiveGround, { load, names, result }: Seat, plan: LiveCase): Promise<Round> {
  return measureRound(result.server, load, async () => {
    const appended: Promise<void>[] = [];
    const begin = performance.now();
    for (let n = 0; n < plan.eventsPerRound; n++) {
      const due = begin + (n * 1_000) / plan.perSecond;
      if (due > performance.now()) await wait(due - performance.now());
      appended.push(ground.events.append(names[n % names.length]!, plan.padding));
    }
    await Promise.all(appended);
    await load.reached(Object.fromEntries(names.map((name) => [name, ground.events.sent(name)])));
  });
}
