import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { RouterReplica } from '#tests/graph/startRouterReplica.ts';
import type { LoadReport } from '../../../bench/live/load/loadMessages.ts';
import { type LoadProcesses, startLoad } from '../../../bench/live/load/loadProcesses.ts';
import { processUsage } from '../../../bench/router/measure/processUsage.ts';
import { percentile } from '../../../bench/router/measure/statistics.ts';
import { metricStream } from '../ground/metricEvents.ts';
import type { LiveGround } from '../ground/startLiveGround.ts';
import type { SlowLoad } from './slowLoad.ts';

/** What a part showed. */
export interface Part extends Omit<LoadReport, 'latencies'> {
  readonly p99: number;
  /** Of the router, in MB. */
  readonly rssMost: number;
}

/** A part with readers who stop reading. */
export interface StalledPart extends Part {
  /** Milliseconds until the last of them was evicted; undefined when the time was over before. */
  readonly evictedAfter: number | undefined;
  /** What became of them after they came back. */
  readonly resumed: Pick<LoadReport, 'lost' | 'twice'>;
}

const resumedWithin = 60_000;

/** A router, its readers and the events for them. */
export class SlowGround {
  readonly #ground: LiveGround;
  readonly #load: SlowLoad;
  readonly #router: RouterReplica;
  readonly #names: readonly string[];

  private constructor(ground: LiveGround, load: SlowLoad, router: RouterReplica) {
    this.#ground = ground;
    this.#load = load;
    this.#router = router;
    this.#names = Array.from({ length: load.groups }, (_, n) => `slow-${n}`);
  }

  /** Starts the router. The readers come all at once and do not try again, so that it must not refuse any. */
  static async start(ground: LiveGround, load: SlowLoad): Promise<SlowGround> {
    return new SlowGround(ground, load, await ground.router(0, { OVERLOAD_PROTECTION: 'off' }));
  }

  /** Plays events for those alone who read. */
  async playHealthy(): Promise<Part> {
    const { readers, stalled, events } = this.#load;
    const load = await this.#open(readers - stalled, 0);
    const part = await this.#play(load, (sent) => sent < events);
    await leave(load);
    return part;
  }

  /** Plays events for all, of whom some do not read, until those are gone; then lets them come back. */
  async playStalled(patience: number): Promise<StalledPart> {
    const { readers, stalled, events } = this.#load;
    const load = await this.#open(readers, stalled);
    const begin = performance.now();
    const target = this.#files() - stalled;
    let evictedAfter: number | undefined;
    const part = await this.#play(load, (sent) => {
      if (evictedAfter === undefined && this.#files() <= target) evictedAfter = performance.now() - begin;
      return performance.now() - begin < patience && (evictedAfter === undefined || sent < events);
    });
    if (evictedAfter === undefined) return { ...part, evictedAfter, resumed: { lost: 0, twice: 0 } };
    await load.resume();
    // So that the replay is followed by live frames.
    for (const name of this.#names) await this.#ground.events.append(name, this.#load.eventBytes);
    await load.reached(this.#sent(), resumedWithin);
    const resumed = await load.take();
    await leave(load);
    return { ...part, evictedAfter, resumed };
  }

  async #open(readers: number, stalled: number): Promise<LoadProcesses> {
    const load = startLoad(2);
    const subscribers = await Promise.all(
      Array.from({ length: readers }, async (_, n) => ({
        token: await this.#ground.tokenOf(`01890000-0000-7000-b000-${n.toString(16).padStart(12, '0')}`, 3_600),
        // Processes take readers in turn, and the first of each stall: spread so that those are of all groups.
        name: this.#names[Math.floor(n / 2) % this.#names.length]!,
      })),
    );
    const { port } = this.#router;
    await load.open({ port, query: metricStream, subscribers, stalled, sent: this.#sent() });
    await load.take();
    return load;
  }

  /** Sends at the pace of the load while it is to go on, and gives what those who read saw. */
  async #play(load: LoadProcesses, goesOn: (sent: number) => boolean): Promise<Part> {
    const { eventsPerSecond, eventBytes } = this.#load;
    const appended: Promise<void>[] = [];
    const begin = performance.now();
    let rssMost = 0;
    for (let sent = 0; goesOn(sent); sent++) {
      const due = begin + (sent * 1_000) / eventsPerSecond;
      if (due > performance.now()) await wait(due - performance.now());
      rssMost = Math.max(rssMost, processUsage(this.#router.pid).rssMegabytes);
      appended.push(this.#ground.events.append(this.#names[sent % this.#names.length]!, eventBytes));
    }
    await Promise.all(appended);
    await load.reached(this.#sent());
    const { latencies, ...counts } = await load.take();
    return { ...counts, p99: percentile(latencies, 0.99), rssMost };
  }

  #sent(): Record<string, number> {
    return Object.fromEntries(this.#names.map((name) => [name, this.#ground.events.sent(name)]));
  }

  #files(): number {
    return readdirSync(`/proc/${this.#router.pid}/fd`).length;
  }
}

async function leave(load: LoadProcesses): Promise<void> {
  await load.close();
  load.end();
}
