import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { startTestGraph, type TestGraph } from '#router/testkit/testGraph.ts';
import { TestSocket } from '#router/testkit/testSocket.ts';
import type { TrialReport } from '../../report/trialReport.ts';
import { percentile } from '../ground/percentile.ts';
import { logOf, startRouterProcess } from '../ground/startRouterProcess.ts';
import { faultLines, type LoadOptions, loadOf, startLoad } from '../ground/steadyLoad.ts';

/** How large the trial is. */
export interface SwapSize {
  readonly swaps: number;
  /** Requests per second. */
  readonly rate: number;
  /** Milliseconds from one swap to the next. */
  readonly pause: number;
  /** Sockets with a subscription each, which no swap but the last concerns. */
  readonly sockets: number;
}

/** What is offered after every fifth swap, and must be refused. */
const bad: readonly ((sdl: string) => string)[] = [
  () => 'type Query {',
  () => 'type Query { a: Int }',
  (sdl) => sdl.slice(0, sdl.length / 2),
  (sdl) => sdl.replaceAll('join__Graph', 'join__Nothing'),
];

/**
 * Swap under load: the supergraph is exchanged again and again, a bad one is offered now and then, while requests come at
 * a steady rate and sockets listen. No request may fail; every socket gets every frame until a supergraph without its field
 * comes, and is told so.
 */
export async function swapTrial(size: SwapSize): Promise<TrialReport> {
  const graph = await startTestGraph();
  // What the router refuses on a machine with much other work is another trial's affair.
  const router = await startRouterProcess(graph.supergraphSdl, { SUPERGRAPH_WATCH: 'on', OVERLOAD_PROTECTION: 'off' });
  const faults: string[] = [];
  const next = (msg: string) => logOf(router.logs, (record) => record.msg === msg);
  try {
    const sockets = await listening(router.url, graph, size.sockets);
    const options = steady(router.url, size.rate);
    await loadOf(size.rate, options);
    const alone = await loadOf(size.rate * 5, options);
    const load = startLoad(options);
    const durations: number[] = [];
    let refused = 0;
    let frames = 0;
    for (let n = 1; n <= size.swaps; n++) {
      const inService = next('a new supergraph is in service');
      await router.offer(version(graph, n));
      durations.push(Number((await inService).milliseconds));
      graph.drips.emit('drip', n);
      for (const socket of sockets) {
        const frame = await socket.next();
        if (frame?.payload?.data?.drips?.number === n) frames++;
        else faults.push(`after swap ${n} a socket got ${JSON.stringify(frame)}`);
      }
      if (n % 5 === 0) {
        const refusal = next('a supergraph is refused');
        await router.offer(`# bad ${n}\n${(bad[(n / 5) % bad.length] as (typeof bad)[0])(graph.supergraphSdl)}`);
        await refusal;
        refused++;
      }
      await setTimeout(size.pause);
    }
    const report = await load.end();
    const told = await withoutTheirField(graph, router.offer, sockets);
    if (told !== sockets.length) faults.push(`${sockets.length - told} sockets were not told that their field is gone`);
    await Promise.all(sockets.map((socket) => socket.close()));
    faults.push(...faultLines('requests before the swaps', alone), ...faultLines('requests', report));
    return {
      name: 'swap under load',
      load: `${size.swaps} swaps, one each ${size.pause} ms, at ${size.rate} requests/s, ${size.sockets} subscriptions open`,
      figures: {
        'requests sent': report.sent,
        'requests failed': report.sent - report.times.length,
        'p50 / p99 without swaps, ms': `${percentile(alone.times, 0.5)} / ${percentile(alone.times, 0.99)}`,
        'p50 / p99 during them, ms': `${percentile(report.times, 0.5)} / ${percentile(report.times, 0.99)}`,
        'from file to service, p50 / most, ms': `${percentile(durations, 0.5)} / ${Math.max(...durations)}`,
        'bad supergraphs offered and refused': refused,
        'frames due to subscriptions that no swap concerned': size.swaps * sockets.length,
        'frames received': frames,
        'subscriptions told when a swap took their field': told,
      },
      faults,
    };
  } finally {
    await router.close();
    await graph.close();
  }
}

async function listening(url: string, graph: TestGraph, count: number): Promise<TestSocket[]> {
  const sockets: TestSocket[] = [];
  for (let n = 0; n < count; n++) {
    const socket = await TestSocket.ready(url);
    const isListening = once(graph.drips, 'listening');
    await socket.subscribe('stays', 'subscription { drips { number } }');
    await isListening;
    sockets.push(socket);
  }
  return sockets;
}

/** Every second version lacks a field, so that each differs from the one before for clients as well. */
function version({ supergraphSdl }: TestGraph, n: number): string {
  return `# version ${n}\n${n % 2 === 0 ? supergraphSdl : without(supergraphSdl, 'broken')}`;
}

function without(sdl: string, field: string): string {
  return sdl.replace(new RegExp(`^ *${field}(\\(.*\\))?: .*$`, 'm'), '');
}

/** Takes their field away; gives how many were told. */
async function withoutTheirField(
  graph: TestGraph,
  offer: (sdl: string) => Promise<void>,
  sockets: readonly TestSocket[],
): Promise<number> {
  await offer(without(graph.supergraphSdl, 'drips'));
  const last = await Promise.all(sockets.map((socket) => socket.next()));
  return last.filter((message) => JSON.stringify(message).includes('SUBSCRIPTION_ENDED_BY_CHANGE')).length;
}

function steady(url: string, rate: number): LoadOptions {
  return {
    url,
    rate,
    body: (n) => JSON.stringify({ query: 'query ($t: String!) { open echo(text: $t) }', variables: { t: `${n}` } }),
    faultOf: (n, status, text) =>
      text === `{"data":{"open":"everybody","echo":"${n}"}}` ? undefined : `${status} ${text.slice(0, 200)}`,
  };
}
