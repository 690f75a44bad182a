import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { apiSchema } from '#tests/graph/apiSchema.ts';
import { startTestPlatform, type TestGraph } from '#tests/graph/startTestPlatform.ts';
import { fuzz } from './fuzz.ts';
import { missedCoordinates } from './missedCoordinates.ts';

let graph: TestGraph;

beforeAll(async () => {
  graph = await startTestPlatform({ subgraphPoolSize: 2 });
});
afterAll(() => graph?.close());

test('5,000 calls with ids and cursors of another tenant give none of its bytes and change none of its rows', async () => {
  const attacker = { slug: 'acme', user: 'ada' };
  const victim = { slug: 'globex', user: 'grace' };
  const report = await fuzz(graph, { calls: 5000, seed: 1, attacker, victim });
  expect(report.leaks.slice(0, 3)).toEqual([]);
  expect(report.changed).toEqual([]);
  expect(report.rawSql.breaches).toEqual([]);
  expect(report.calls).toBeGreaterThanOrEqual(5000);
  expect(report.successes).toBeGreaterThan(2000);
  expect(report.rawSql.refused).toBeGreaterThan(100);
  expect(missedCoordinates(apiSchema, report.coordinates)).toEqual([]);
}, 480_000);
