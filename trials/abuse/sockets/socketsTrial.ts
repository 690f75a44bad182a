import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { createTokenVerifier } from '#platform/identity/tokenVerifier.ts';
import type { RouterAuth } from '#router/routerOptions.ts';
import { type RunningRouter, startRouter } from '#router/startRouter.ts';
import { startTestGraph, type TestGraph } from '#router/testkit/testGraph.ts';
import { testIdentity } from '#router/testkit/testIdentity.ts';
import type { TrialReport } from '../../report/trialReport.ts';
import { abusesOfHungKeys, type SocketAbuse, socketAbuses } from './abusiveSockets.ts';

/** Milliseconds within which everything of an abuse must be gone when its sockets are. */
const goneWithin = 60_000;

/** What came of one kind of abuse. */
interface Outcome {
  readonly figure: string;
  readonly faults: readonly string[];
}

/**
 * Socket abuse: each kind on many sockets at once. The router must close each with the protocol's code or do what is due, and
 * nothing may be left: no socket, no subscription in the subgraph, no handle of the process.
 *
 * @param sockets how many for each kind
 */
export async function socketsTrial(sockets: number): Promise<TrialReport> {
  const [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
  const hung = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(hung, 'listening');
  const jwks = new URL(`http://127.0.0.1:${(hung.address() as AddressInfo).port}/jwks`);
  const verifier = createTokenVerifier({ issuer: 'https://issuer.example.com', audience: 'urn:inopsio:api', jwks });
  const serving = await serve(graph, 'none');
  const waiting = await serve(graph, { verifier, signer: identity.signer });
  const figures: Record<string, string> = {};
  const faults: string[] = [];
  const rounds = [
    ...Object.entries(socketAbuses).map(([name, abuse]) => ({ name, abuse, router: serving })),
    ...Object.entries(abusesOfHungKeys).map(([name, abuse]) => ({ name, abuse, router: waiting })),
  ];
  try {
    // What is opened once and kept, as connections to subgraphs are, is there before anything is counted.
    for (const { router, abuse, name } of rounds) await abused(router, graph, name, abuse, 1);
    for (const { router, abuse, name } of rounds) {
      const outcome = await abused(router, graph, name, abuse, Math.min(sockets, abuse.atMost ?? sockets));
      figures[name] = outcome.figure;
      faults.push(...outcome.faults);
    }
    return {
      name: 'socket abuse',
      load: `${sockets} sockets at once for each of ${rounds.length} kinds`,
      figures,
      faults: faults.slice(0, 50),
    };
  } finally {
    await Promise.all([serving.close(), waiting.close()]);
    hung.closeAllConnections();
    hung.close();
    await graph.close();
  }
}

function serve(graph: TestGraph, auth: RouterAuth): Promise<RunningRouter> {
  return startRouter({ supergraphSdl: graph.supergraphSdl, auth, port: 0, initTimeout: 3_000, keepAlive: 3_000 });
}

async function abused(
  router: RunningRouter,
  graph: TestGraph,
  name: string,
  { run, expected }: SocketAbuse,
  sockets: number,
): Promise<Outcome> {
  const before = process.getActiveResourcesInfo().length;
  const outcomes = await Promise.all(Array.from({ length: sockets }, () => run(router.url)));
  const wrong = outcomes.filter((outcome) => outcome !== expected);
  const left = (): number[] => [
    router.live.sockets,
    graph.alerts.sockets,
    Math.max(0, process.getActiveResourcesInfo().length - before),
  ];
  const end = performance.now() + goneWithin;
  while (left().some((count) => count > 0) && performance.now() < end) await setImmediate();
  const [open = 0, upstream = 0, handles = 0] = left();
  const faults = [...new Set(wrong)].map((outcome) => `${name}: ${outcome} instead of ${expected}`);
  if (open + upstream + handles > 0) {
    faults.push(`${name}: ${open} sockets, ${upstream} subscriptions in a subgraph, ${handles} handles are left`);
  }
  return {
    figure: `${sockets - wrong.length} of ${sockets} ${expected}; left: ${open} sockets, ${upstream} in the subgraph, ${handles} handles`,
    faults,
  };
}
