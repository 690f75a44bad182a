import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startRouter } from '#router/startRouter.ts';
import { testEventLog } from '#router/testkit/testEventLog.ts';
import { startTestGraph } from '#router/testkit/testGraph.ts';
import { testIdentity } from '#router/testkit/testIdentity.ts';
import { TestSocket } from '#router/testkit/testSocket.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import type { TrialReport } from '../../report/trialReport.ts';

const watch = 'subscription { alertRaised { id } }';
const atOnce = 20;
const heapGrowth = 1.05;

/**
 * Clients connect, subscribe and are gone, in three ways in turn: by `complete`, by closing, by cutting the connection.
 * Router and clients share this process, so that what either keeps is seen.
 * @param rounds connections; as many come before the heap is looked at first
 */
export async function leaksTrial(rounds: number): Promise<TrialReport> {
  const [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
  const events = await testEventLog(await createTestDatabase('leaks'));
  let readers = 0;
  const eventLog: typeof events.log = {
    ...events.log,
    async read(options) {
      const reader = await events.log.read(options);
      readers++;
      return {
        ...reader,
        async close() {
          await reader.close();
          readers--;
        },
      };
    },
  };
  const auth = { verifier: identity.verifier, signer: identity.signer };
  const router = await startRouter({ supergraphSdl: graph.supergraphSdl, auth, eventLog, port: 0 });
  const idleReaders = readers;
  const token = await identity.token();
  const come = async (n: number): Promise<void> => {
    const socket = await TestSocket.ready(router.url, token);
    await socket.subscribe('1', watch);
    if (n % 3 === 0) {
      socket.send({ id: '1', type: 'complete' });
      await socket.subscribe('2', '{ open }');
      await socket.close();
    } else if (n % 3 === 1) await socket.close();
    else {
      const { closed } = socket;
      socket.socket.terminate();
      await closed;
    }
  };
  const play = async (): Promise<void> => {
    for (let n = 0; n < rounds; n += atOnce) {
      await Promise.all(Array.from({ length: Math.min(atOnce, rounds - n) }, (_, k) => come(n + k)));
    }
  };
  await play();
  const before = heapUsed();
  await play();
  const after = heapUsed();
  // Ends what the server has not noticed yet: it learns of a cut connection a moment later than the client.
  await router.close();
  const { sockets, eventStreams, topics, groups } = router.live;
  await events.close();
  await graph.close();
  const faults: string[] = [];
  const left = { sockets, eventStreams, topics, groups, readers };
  for (const [what, count] of Object.entries(left)) if (count > 0) faults.push(`${count} ${what} left`);
  const missed = after > before * heapGrowth ? [`the heap grew from ${before} to ${after} bytes`] : [];
  return {
    name: 'leaks',
    load: `${rounds} times connect, subscribe, drop, after as many that are not counted`,
    figures: {
      'heap after GC, before, MB': (before / 2 ** 20).toFixed(1),
      'heap after GC, afterwards, MB': (after / 2 ** 20).toFixed(1),
      'growth, %': ((after / before - 1) * 100).toFixed(2),
      'log readers while idle': idleReaders,
      'sockets, streams, topics, groups and readers left': Object.values(left).reduce((sum, each) => sum + each, 0),
    },
    faults,
    missed,
  };
}

/** Bytes that are still reachable. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let n = 0; n < 3; n++) collect();
  return process.memoryUsage().heapUsed;
}
