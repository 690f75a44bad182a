import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningRouter, startRouter } from '#router/startRouter.ts';
import { startTestGraph, type TestGraph } from '#router/testkit/testGraph.ts';
import { abuseTrials } from './abuseTrials.ts';
import { costlyDocuments } from './costly/costlyDocuments.ts';
import { sendBadInput } from './input/sendBadInput.ts';
import { faultOf } from './judgeAnswer.ts';

let graph: TestGraph;
let router: RunningRouter;

beforeAll(async () => {
  graph = await startTestGraph();
  router = await startRouter({
    supergraphSdl: graph.supergraphSdl,
    auth: 'none',
    // Masks what the platform's router masks, though it knows nobody.
    maskErrors: true,
    port: 0,
    costLimits: { public: 300, user: 300, partner: 300 },
  });
});
afterAll(async () => {
  await router?.close();
  await graph?.close();
});

const served = async (): Promise<unknown> =>
  (
    await fetch(`${router.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ open }"}',
    })
  ).json();

describe('query denial of service', () => {
  const corpus = costlyDocuments();

  test('the corpus has 200 requests', () => {
    expect(corpus).toHaveLength(200);
    expect(new Set(corpus.map(({ name }) => name)).size).toBe(200);
    expect(new Set(corpus.map(({ body }) => body.toString())).size).toBe(200);
  });

  test('each is refused by its code; none is planned or reaches a subgraph', async () => {
    graph.alerts.seen.length = 0;
    graph.people.seen.length = 0;
    const faults: string[] = [];
    for (const { name, headers, body, codes } of corpus) {
      const response = await fetch(`${router.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: body as string,
      });
      const text = await response.text();
      const code = (JSON.parse(text) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code;
      if (!codes.includes(code ?? '') || faultOf(response.status, text))
        faults.push(`${name}: ${code} ${text.slice(0, 200)}`);
    }
    expect(faults).toEqual([]);
    expect([...graph.alerts.seen, ...graph.people.seen]).toEqual([]);
    expect(await served()).toEqual({ data: { open: 'everybody' } });
  });

  test('what is refused again is known from the first time, and what is kept of it is bounded', async () => {
    const { body } = corpus.find(({ name }) => name === 'nested fragments 2^30')!;
    const before = router.caches().documents;
    for (let n = 0; n < 20; n++) {
      await fetch(`${router.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: body as string,
      });
    }
    const after = router.caches().documents;
    expect(after.hits - before.hits).toBe(20);
    expect(after.size).toBe(before.size);
  });
});

describe('bad input', () => {
  test('2,000 mutated requests, messages and bytes: no fault, nothing of the inside, and the router serves', async () => {
    const { sent, outcomes, faults } = await sendBadInput(router.url, { count: 2_000, seed: 1 });
    expect(faults).toEqual([]);
    expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(sent);
    // The mutations reach all layers: some are still right, some are refused by each of them.
    expect([...outcomes.keys()]).toEqual(
      expect.arrayContaining(['200', '400', '403', '404', '405', '406', '415', 'closed 4400']),
    );
    expect(await served()).toEqual({ data: { open: 'everybody' } });
  });
});

describe.each([
  ['safelist', '1,000 ad-hoc, altered and foreign operations of a partner: none is executed'],
  [
    'tokens',
    'forged tokens by every way, 3 rotations, 1,000 unknown key ids: none is accepted, keys are fetched sparingly',
  ],
  ['sockets', 'each abuse of a socket is closed by its code, and leaves nothing'],
])('%s', (name, what) => {
  test(what, async () => {
    expect((await abuseTrials[name]!({ short: true, seed: 1 })).faults).toEqual([]);
  });
});
