import { setImmediate } from 'node:timers/promises';
import { Agent, Client, request } from 'undici';
import { type RunningRouter, startRouter } from '#router/startRouter.ts';
import { startTestGraph } from '#router/testkit/testGraph.ts';
import { TestSocket } from '#router/testkit/testSocket.ts';
import type { TrialReport } from '../../report/trialReport.ts';
import { type BreakableSubgraph, stalling, startBreakableSubgraph } from '../shaping/breakableSubgraph.ts';

/** Requests under way when their clients leave. */
const atOnce = 100;

/** One way to leave: begins so many requests, gives what leaves them all. */
type Leaving = (url: string, from: number, count: number) => Promise<() => Promise<void>>;

/** Asks one subgraph alone; each under a name of its own, so that none is shared. */
const body = (n: number) => ({ query: `{ of${n}: people { name } }` });

const leavings: Readonly<Record<string, Leaving>> = {
  'HTTP connections closed': async (url, from, count) => {
    const clients = Array.from({ length: count }, () => new Client(url));
    const answers = clients.map((client, n) =>
      client
        .request({
          path: '/graphql',
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body(from + n)),
        })
        .catch(() => undefined),
    );
    return async () => {
      await Promise.all(clients.map((client) => client.destroy()));
      await Promise.all(answers);
    };
  },
  'WebSockets closed': async (url, from, count) => {
    const sockets = await asking(url, from, count);
    return async () => {
      for (const { socket } of sockets) socket.terminate();
      await Promise.all(sockets.map(({ closed }) => closed));
    };
  },
  'complete sent over WebSockets': async (url, from, count) => {
    const sockets = await asking(url, from, count);
    return async () => {
      for (const socket of sockets) for (let id = 0; id < 10; id++) socket.send({ id: `${id}`, type: 'complete' });
      await Promise.all(sockets.map((socket) => socket.ping()));
      await Promise.all(sockets.map((socket) => socket.close()));
    };
  },
  'ended one by one on an event stream': endedBySharedStream,
};

/** As many operations as one event stream may have, each ended by a request of its own. */
async function endedBySharedStream(url: string, from: number, count: number): Promise<() => Promise<void>> {
  const dispatcher = new Agent({ connections: 2 * count });
  const path = `${url}/graphql/stream`;
  const reserved = await request(path, { method: 'PUT', dispatcher });
  const headers = { 'x-graphql-event-stream-token': await reserved.body.text() };
  const stream = await request(path, { headers: { accept: 'text/event-stream', ...headers }, dispatcher });
  stream.body.on('error', () => undefined).resume();
  const answered = async (asked: ReturnType<typeof request>): Promise<void> => (await asked).body.dump();
  const begun = Array.from({ length: count }, (_, n) =>
    answered(
      request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ ...body(from + n), extensions: { operationId: `${n}` } }),
        dispatcher,
      }),
    ),
  );
  return async () => {
    const ended = Array.from({ length: count }, (_, n) =>
      answered(request(`${path}?operationId=${n}`, { method: 'DELETE', headers, dispatcher })),
    );
    await Promise.all([...begun, ...ended]);
    stream.body.destroy();
    await dispatcher.close();
  };
}

/** Ten operations on each socket. */
async function asking(url: string, from: number, count: number): Promise<TestSocket[]> {
  const sockets = await Promise.all(Array.from({ length: count / 10 }, () => TestSocket.ready(url)));
  for (const [s, socket] of sockets.entries()) {
    for (let id = 0; id < 10; id++) {
      socket.send({ id: `${id}`, type: 'subscribe', payload: body(from + 10 * s + id) });
    }
  }
  return sockets;
}

/**
 * Cancelled requests: clients leave, in each way that there is, while a subgraph works for them. Each of its requests must be
 * aborted there, and nothing of them be left in the router.
 *
 * @param requests how many for each way, in hundreds
 */
export async function cancelTrial(requests: number): Promise<TrialReport> {
  const [graph, people] = await Promise.all([startTestGraph(), startBreakableSubgraph()]);
  const router = await startRouter({
    supergraphSdl: graph.supergraphSdl.replace(graph.people.url, people.url),
    auth: 'none',
    port: 0,
    subscriptionsPerSocket: 100,
    shaping: { all: { concurrency: atOnce } },
  });
  people.behave(stalling);
  const figures: Record<string, number> = {};
  const faults: string[] = [];
  try {
    await rounds(router, people, 'HTTP connections closed', 1);
    for (const way of Object.keys(leavings)) {
      const before = handlesBeside(people);
      const askedBefore = people.asked;
      await rounds(router, people, way, requests / atOnce);
      figures[`${way}: requests that reached the subgraph`] = people.asked - askedBefore;
      if (people.asked - askedBefore !== requests) faults.push(`${way}: ${people.asked - askedBefore} were asked`);
      figures[`${way}: still open there`] = people.open;
      const handles = await settled(people, before);
      figures[`${way}: handles left`] = Math.max(0, handles - before);
      if (handles > before) faults.push(`${way}: ${handles - before} handles are left: ${kindsOfHandles()}`);
      const { sockets, eventStreams } = router.live;
      if (sockets > 0) faults.push(`${way}: ${sockets} sockets, ${eventStreams} streams are left`);
    }
    return {
      name: 'cancelled requests',
      load: `${requests} requests left in each of ${Object.keys(leavings).length} ways, ${atOnce} at a time, while a subgraph works for them`,
      figures,
      faults,
    };
  } finally {
    await router.close();
    await Promise.all([graph.close(), people.close()]);
  }
}

async function rounds(router: RunningRouter, people: BreakableSubgraph, way: string, count: number): Promise<void> {
  for (let round = 0; round < count; round++) {
    const leave = await (leavings[way] as Leaving)(router.url, round * atOnce, atOnce);
    while (people.open < atOnce) await setImmediate();
    await leave();
    while (people.open > 0 || router.subgraphs().some(({ running, waiting }) => running + waiting > 0))
      await setImmediate();
  }
}

/** Handles of the process but both ends of the connections that the router keeps to the subgraph. */
function handlesBeside(people: BreakableSubgraph): number {
  return process.getActiveResourcesInfo().length - 2 * people.connections;
}

/** How many there are as soon as they are as few as before, or after a minute: what is left then stays. */
async function settled(people: BreakableSubgraph, before: number): Promise<number> {
  const end = performance.now() + 60_000;
  while (handlesBeside(people) > before && performance.now() < end) await setImmediate();
  return handlesBeside(people);
}

function kindsOfHandles(): string {
  const kinds = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
}
