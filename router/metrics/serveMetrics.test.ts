import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { loadConfig } from '#platform/config/loadConfig.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { type TestEventLog, testEventLog } from '../testkit/testEventLog.ts';
import { startTestGraph, type TestGraph } from '../testkit/testGraph.ts';
import { type TestIdentity, testIdentity } from '../testkit/testIdentity.ts';
import { metricPrefix, routerMetrics } from './routerMetrics.ts';
import { metricsOfConfig, type ServedMetrics } from './serveMetrics.ts';

let graph: TestGraph;
let identity: TestIdentity;
let events: TestEventLog;
let router: RunningRouter;
let metrics: ServedMetrics | undefined;

beforeAll(async () => {
  const database = await createTestDatabase('router_metrics');
  [graph, identity, events] = await Promise.all([startTestGraph(), testIdentity(), testEventLog(database)]);
});
afterAll(async () => {
  await graph?.close();
  await events?.close();
});
afterEach(async () => {
  await metrics?.close();
  await router?.close();
});

async function serve(): Promise<string> {
  const auth = { verifier: identity.verifier, signer: identity.signer };
  router = await startRouter({ supergraphSdl: graph.supergraphSdl, auth, eventLog: events.log, port: 0 });
  metrics = await metricsOfConfig(router, loadConfig({ METRICS_PORT: '0' }), nullLogger);
  return metrics!.url;
}

/** Metric with its labels, as written → value. */
async function scrape(url: string): Promise<Map<string, number>> {
  const lines = (await (await fetch(url)).text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

async function ask(): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await identity.token()}` };
  const body = JSON.stringify({ query: '{ alerts { id } }' });
  expect((await fetch(`${router.url}/graphql`, { method: 'POST', headers, body })).status).toBe(200);
}

test('every metric of the list is served, with what happened since the last time', async () => {
  const url = await serve();
  const before = await scrape(url);
  await ask();
  await ask();
  await router.replaceSupergraph('type Query');
  const after = await scrape(url);

  const grown = (name: string): number => after.get(metricPrefix + name)! - (before.get(metricPrefix + name) ?? 0);
  expect(grown('cache_misses_total{cache="documents"}')).toBe(1);
  expect(grown('cache_hits_total{cache="documents"}')).toBe(1);
  expect(grown('supergraph_refusals_total')).toBe(1);
  expect(after.get(`${metricPrefix}supergraph_swaps_total`)).toBe(0);
  expect(after.get(`${metricPrefix}supergraph_info{checksum="${router.supergraph.checksum}"}`)).toBe(1);
  expect(after.get(`${metricPrefix}subgraph_breaker_state{subgraph="alerts"}`)).toBe(0);
  expect(after.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);

  const served = new Set([...after.keys()].map((key) => key.split('{')[0]));
  const missing = routerMetrics.map(({ name }) => metricPrefix + name).filter((name) => !served.has(name));
  // This router has no rate limits.
  expect(missing).toEqual(['rate_limit_refusals_total', 'rate_limits_shared'].map((name) => metricPrefix + name));
});

test('nothing else is served there, and the graph serves no metrics', async () => {
  const url = await serve();
  expect((await fetch(url.replace('/metrics', '/graphql'))).status).toBe(404);
  expect((await fetch(url, { method: 'POST' })).status).toBe(405);
  expect((await fetch(`${router.url}/metrics`)).status).toBe(404);
  expect((await fetch(url)).headers.get('content-type')).toContain('text/plain');
});

test('a port in use is named, and without a port nothing is served', async () => {
  const url = await serve();
  const { port } = new URL(url);
  const again = metricsOfConfig(router, loadConfig({ METRICS_PORT: port }), nullLogger);
  await expect(again).rejects.toMatchObject({ code: 'PORT_IN_USE', message: expect.stringContaining('METRICS_PORT') });
  expect(await metricsOfConfig(router, loadConfig({}), nullLogger)).toBeUndefined();
});
