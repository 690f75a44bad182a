import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestRedis, type TestRedis } from '../redis.ts';
import { GraphSocket } from './clients/graphSocket.ts';
import { type GraphAnswer, postGraphql } from './clients/postGraphql.ts';
import { type RouterReplica, startRouterReplica } from './startRouterReplica.ts';
import { startTestPlatform, type TestGraph } from './startTestPlatform.ts';

/** Only a hang is a failure: a platform, another router and Redis start first. */
const patience = 180_000;

describe('two routers of one platform, with Redis', () => {
  let redis: TestRedis;
  let graph: TestGraph;
  let replica: RouterReplica;

  beforeAll(async () => {
    redis = await startTestRedis();
    graph = await startTestPlatform({ settings: { RATE_LIMITS: 'on', REDIS_URL: redis.url } });
    replica = await startRouterReplica(graph.platform);
  }, patience);
  afterAll(async () => {
    await replica?.kill();
    await graph?.close();
    await redis?.close();
  }, patience);

  async function ask(url: string, tenant: string, user: string, query: string): Promise<GraphAnswer> {
    return postGraphql(`${url}/graphql`, { query }, await graph.bearer(tenant, user));
  }

  const urls = () => [graph.platform.routerUrl, replica.url];

  /**
   * Sends queries in turn to both until each has refused one by that limit; gives how many were admitted meanwhile. What
   * the limit before it refuses shows that a setting is still on its way.
   */
  async function admitted(tenant: string, user: string, limit: number): Promise<number> {
    let count = 0;
    for (const refused = new Set<string>(); refused.size < 2; ) {
      for (const url of urls()) {
        const answer = await ask(url, tenant, user, '{ tenant { slug } }');
        const [error] = answer.body.errors ?? [];
        if (!error) count++;
        else expect([answer.status, error.extensions]).toMatchObject([429, { code: 'RATE_LIMITED', scope: 'user' }]);
        if (error?.extensions?.limit === limit) refused.add(url);
      }
    }
    return count;
  }

  async function set(tenant: string, user: string, input: string): Promise<void> {
    const { body } = await ask(urls()[0]!, tenant, user, `mutation { updateTenant(input: ${input}) { __typename } }`);
    expect(body).toEqual({ data: { updateTenant: { __typename: 'Tenant' } } });
  }

  test(
    'take up at once what a tenant sets, admit together what one may, and leave others alone',
    async () => {
      await set('acme', 'ada', '{ userRequestsPerMinute: 100 }');
      const before = await admitted('acme', 'mia', 100);
      await set('acme', 'ada', `{ userRequestsPerMinute: ${before + 40} }`);
      // One of them may refuse while the other one holds permits that it does not use; never is it more.
      const more = await admitted('acme', 'mia', before + 40);
      expect(more).toBeLessThanOrEqual(40);
      expect(more).toBeGreaterThan(30);
      for (const url of urls()) {
        expect((await ask(url, 'acme', 'alan', '{ tenant { slug } }')).status).toBe(200);
        expect((await ask(url, 'globex', 'grace', '{ tenant { slug } }')).status).toBe(200);
      }
      const socket = await GraphSocket.ready(replica.url, await graph.platform.token('acme', 'mia'));
      socket.send({ id: 'one', type: 'subscribe', payload: { query: '{ tenant { slug } }' } });
      expect(await socket.take(({ id }) => id === 'one')).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'RATE_LIMITED', limit: before + 40 } }],
      });
      await socket.close();
    },
    patience,
  );

  test(
    "know a tenant's settings when they start later",
    async () => {
      await set('globex', 'grace', '{ userRequestsPerMinute: 5 }');
      await admitted('globex', 'gus', 5);
      const late = await startRouterReplica(graph.platform, 0, { REDIS_URL: '' });
      let count = 0;
      while (!(await ask(late.url, 'globex', 'gus', '{ tenant { slug } }')).body.errors) count++;
      // It counts by itself, so that nothing but the limit can be what it knows.
      expect(count).toBe(5);
      await late.kill();
    },
    patience,
  );
});
