import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTestGraph } from '#router/testkit/testGraph.ts';
import type { TrialReport } from '../../report/trialReport.ts';
import { percentile } from '../ground/percentile.ts';
import { type LogRecord, logOf, type RouterProcess, startRouterProcess } from '../ground/startRouterProcess.ts';
import { faultLines, type LoadReport, loadOf, startLoad } from '../ground/steadyLoad.ts';
import { temporaryFolder } from '../ground/temporaryFolder.ts';
import { answering, type BreakableSubgraph, resetting, stalling, startBreakableSubgraph } from './breakableSubgraph.ts';
import { brokenAnswers } from './brokenAnswers.ts';
import { partialLoad } from './partialLoad.ts';

/** How large the trial is; all but the breaker's time and the calls' is as it is by default. */
export interface ShapingSize {
  /** Requests per second. */
  readonly rate: number;
  /** Milliseconds that one call to a subgraph may take. */
  readonly timeout: number;
  /** Milliseconds for which the breaker stays open. */
  readonly breakerOpen: number;
  /** Seconds of load while nothing is broken, and how often each answer that is none is given. */
  readonly calm: number;
  readonly answers: number;
}

/** The outage that lasts until the breaker has tried once in vain. */
const lasting = 'reset';

/** What is done to the subgraph, and how it is put right. */
const outages: Readonly<Record<string, (people: BreakableSubgraph) => Promise<() => Promise<void>>>> = {
  killed: async (people) => {
    await people.kill();
    return people.revive;
  },
  reset: async (people) => {
    people.behave(resetting);
    return async () => people.behave(answering);
  },
  stalled: async (people) => {
    people.behave(stalling);
    return async () => people.behave(answering);
  },
};

/** Resolves with the moment when the breaker of `people` is in that state, by the router's log. */
async function turned({ logs }: RouterProcess, state: string): Promise<number> {
  const isIt = ({ subgraph, breaker }: LogRecord): boolean => subgraph === 'people' && breaker === state;
  return Date.parse(String((await logOf(logs, isIt)).time));
}

/**
 * Shaping: one of two subgraphs is killed, resets every connection, stalls, or gives answers that are none, while requests
 * come at a steady rate. Every request must be answered in time with what the other subgraph gave and a coded error; the
 * breaker must open, let nothing through for its time, try, open again while the outage lasts, and close after two
 * successes.
 */
export async function shapingTrial(size: ShapingSize): Promise<TrialReport> {
  const [graph, people, folder] = await Promise.all([startTestGraph(), startBreakableSubgraph(), temporaryFolder()]);
  const shapingFile = join(folder.path, 'shaping.yaml');
  // Probes would find a subgraph again long before the breaker's own time, which is to be seen here.
  const shaping = `all: { timeout: ${size.timeout}, breakerOpen: ${size.breakerOpen}, breakerProbe: 0 }`;
  await writeFile(shapingFile, shaping);
  const sdl = graph.supergraphSdl.replace(graph.people.url, people.url);
  const router = await startRouterProcess(sdl, {
    SHAPING_FILE: shapingFile,
    MASK_ERRORS: 'on',
    SUBGRAPH_COMPRESSION: 'on',
    // What the router refuses on a machine with much other work is another trial's affair.
    OVERLOAD_PROTECTION: 'off',
  });
  const options = partialLoad(router.url, size.rate);
  const faults: string[] = [];
  const missed: string[] = [];
  const figures: Record<string, string | number> = {};
  const judge = (what: string, report: LoadReport): void => {
    faults.push(...faultLines(what, report));
    // Calls that start in the place of those that ran out of time may run out of theirs.
    const [most, atMost] = [percentile(report.times, 1), 2 * size.timeout + 500];
    if (most > atMost) missed.push(`${what}: an answer took ${most} ms`);
    figures[`${what}: requests, p50 / most ms`] =
      `${report.sent}, ${percentile(report.times, 0.5)} / ${percentile(report.times, 1)}`;
  };
  try {
    const calm = size.rate * size.calm;
    await loadOf(calm, options);
    judge('healthy', await loadOf(calm, options));
    for (const [name, breakIt] of Object.entries(outages)) {
      const open = turned(router, 'open');
      const began = Date.now();
      const load = startLoad(options);
      const putRight = await breakIt(people);
      const openedAt = await open;
      figures[`${name}: breaker opens after, ms`] = openedAt - began;
      const again = turned(router, 'open');
      const askedBefore = people.asked;
      if (name !== lasting) await putRight();
      const closed = turned(router, 'closed');
      const triedAt = await turned(router, 'half-open');
      figures[`${name}: stays open for, ms`] = triedAt - openedAt;
      // The log notes each a little after it was.
      if (triedAt - openedAt < 0.9 * size.breakerOpen) faults.push(`${name}: half-open after ${triedAt - openedAt} ms`);
      // Calls that were under way as it opened may still arrive; nothing else may, but the two that try.
      figures[`${name}: calls that reached it meanwhile`] = people.asked - askedBefore;
      if (people.asked - askedBefore > 22) faults.push(`${name}: ${people.asked - askedBefore} calls while open`);
      let retriedAt = triedAt;
      if (name === lasting) {
        await again;
        await putRight();
        retriedAt = await turned(router, 'half-open');
      }
      const closedAt = await closed;
      figures[`${name}: closes after it is tried with success, ms`] = closedAt - retriedAt;
      judge(name, await load.end());
      judge(`after ${name}`, await loadOf(calm, partialLoad(router.url, size.rate, 'whole')));
    }
    const answers = await brokenAnswers(router.url, people, size.answers);
    faults.push(...answers.faults);
    missed.push(...answers.missed);
    Object.assign(figures, answers.figures);
    people.behave(answering);
    judge('after answers that are none', await loadOf(calm, partialLoad(router.url, size.rate, 'whole')));
    return {
      name: 'a subgraph killed, stalled, reset',
      load: `one of two subgraphs, ${size.rate} requests/s, calls end after ${size.timeout} ms, breaker open for ${size.breakerOpen} ms, the rest by default`,
      figures,
      faults,
      missed,
    };
  } finally {
    await router.close();
    await Promise.all([graph.close(), people.close(), folder.remove()]);
  }
}
