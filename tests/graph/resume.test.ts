import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createLiveClient, type LiveClient } from '#client/liveClient.ts';
import type { LiveFrame } from '#client/liveTypes.ts';
import { collected } from '#client/testkit/collected.ts';
import { PublishMetricDocument } from '#generated/operations/demo.ts';
import { OnMetricDocument, type OnMetricSubscription } from '#generated/operations/tests.ts';
import { collectedLogs } from '#router/testkit/collectedLogs.ts';
import { GraphSocket } from './clients/graphSocket.ts';
import { codesOf, postGraphql } from './clients/postGraphql.ts';
import { type RouterReplica, startRouterReplica } from './startRouterReplica.ts';
import { startTestPlatform, type TestGraph } from './startTestPlatform.ts';

const { logger, records } = collectedLogs();
let graph: TestGraph;
let replica: RouterReplica;
const clients: LiveClient[] = [];

beforeAll(async () => {
  graph = await startTestPlatform({ loggerOf: () => logger });
  replica = await startRouterReplica(graph.platform);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(async () => {
  await replica?.kill();
  await graph?.close();
});

const tokenOf = async (tenant: string, user: string) =>
  (await graph.bearer(tenant, user)).authorization.replace('Bearer ', '');

function clientOf(tenant: string, user: string, url = graph.platform.routerUrl): LiveClient {
  const token = () => tokenOf(tenant, user);
  const client = createLiveClient({ url: `${url}/graphql`, token, backOff: { first: 20, longest: 200 } });
  clients.push(client);
  return client;
}

function watchMetrics(client: LiveClient, name: string, cursor?: string) {
  const values = collected<number>();
  const next = ({ data }: LiveFrame<OnMetricSubscription>) => values.add(data!.tenantMetricsUpdated.value);
  const subscription = client.subscribe(OnMetricDocument, { name }, { next }, { cursor });
  return { values, subscription };
}

const publish = (client: LiveClient, name: string, value: number) =>
  client.mutate(PublishMetricDocument, { input: { name, value } });

describe('routers of one platform', () => {
  test('one that is killed costs nobody a frame: its client comes back, that of another one does not notice', async () => {
    const own = watchMetrics(clientOf('acme', 'ada', replica.url), 'killed');
    const other = watchMetrics(clientOf('acme', 'vic'), 'killed');
    await Promise.all([own.subscription.ready, other.subscription.ready]);
    const writer = clientOf('acme', 'ada');
    const before = [1, 2, 3];
    for (const value of before) await publish(writer, 'killed', value);
    await own.values.until((all) => all.length === 3);
    await replica.kill();
    for (const value of [4, 5, 6]) await publish(writer, 'killed', value);
    replica = await startRouterReplica(graph.platform, replica.port);
    for (const value of [7, 8]) await publish(writer, 'killed', value);
    await Promise.all([own, other].map(({ values }) => values.until((all) => all.length === 8)));
    expect(own.values.all).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(other.values.all).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('a cursor of one holds on the other', async () => {
    const here = watchMetrics(clientOf('acme', 'ada'), 'moved');
    await here.subscription.ready;
    const writer = clientOf('acme', 'ada');
    await publish(writer, 'moved', 1);
    await here.values.until((all) => all.length === 1);
    const { cursor } = here.subscription;
    here.subscription.close();
    await publish(writer, 'moved', 2);
    const there = watchMetrics(clientOf('acme', 'ada', replica.url), 'moved', cursor);
    await there.values.until((all) => all.length === 1);
    expect(there.values.all).toEqual([2]);
  });
});

describe('answers and streams', () => {
  test('a query gives the cursor from which its stream goes on without a gap', async () => {
    const client = clientOf('acme', 'ada');
    const document = { toString: () => '{ metrics(first: 5) { edges { node { value } } } }' };
    const { cursor } = await client.query(document, {}, { cursorFor: ['tenantMetricsUpdated'] });
    await publish(client, 'snapshot', 42);
    const { values } = watchMetrics(client, 'snapshot', cursor);
    await values.until((all) => all.length === 1);
    expect(values.all).toEqual([42]);
  });

  test('a mutation names its events, and the client waits until it has seen its own change', async () => {
    const client = clientOf('acme', 'ada');
    const { values, subscription } = watchMetrics(client, 'own');
    await subscription.ready;
    const { events } = await publish(client, 'own', 7);
    expect(events).toEqual([{ id: expect.any(String), name: 'metrics.published' }]);
    await client.seen(events[0]!.id, AbortSignal.timeout(50_000));
    expect(values.all).toEqual([7]);
  });
});

describe('a cursor of somebody else', () => {
  test.each([
    ['of a colleague', 'acme', 'vic', 'cursor-other-user'],
    ['of another tenant', 'globex', 'grace', 'cursor-other-tenant'],
  ])('%s is refused on every router, and logged', async (_of, tenant, user, reason) => {
    const { cursor } = await clientOf('acme', 'ada').query(
      { toString: () => '{ me { id } }' },
      {},
      {
        cursorFor: ['tenantMetricsUpdated'],
      },
    );
    records.splice(0);
    for (const url of [graph.platform.routerUrl, replica.url]) {
      const socket = await GraphSocket.ready(url, await tokenOf(tenant, user));
      const payload = { query: String(OnMetricDocument), extensions: { cursor } };
      socket.send({ id: 'foreign', type: 'subscribe', payload });
      const answer = await socket.take(({ id }) => id === 'foreign');
      expect(answer).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'LIVE_CURSOR_INVALID' } }] });
      await socket.close();
    }
    expect(records.filter(({ event }) => event === 'security')).toMatchObject([{ reason }]);
    expect(JSON.stringify(records)).not.toContain(cursor);
  });
});

describe('access that ends', () => {
  const change = `mutation ($id: ID!, $roles: [Role!]!) { changeUserRoles(userId: $id, roles: $roles) { __typename } }`;
  const status = (field: string) =>
    `mutation ($id: ID!) { ${field}(tenantId: $id) { __typename ... on TenantStanding { status } } }`;
  const everywhere = () => [graph.platform.routerUrl, replica.url];

  async function sockets(tenant: string, user: string): Promise<GraphSocket[]> {
    return Promise.all(
      everywhere().map(async (url) => {
        const socket = await GraphSocket.ready(url, await tokenOf(tenant, user));
        await socket.subscribe('live', String(OnMetricDocument));
        return socket;
      }),
    );
  }

  const ask = async (url: string, tenant: string, user: string) =>
    postGraphql(`${url}/graphql`, { query: '{ me { id } }' }, await graph.bearer(tenant, user));

  const endsOf = (all: GraphSocket[]) => Promise.all(all.map(({ closed }) => closed));

  test('with a role: on all routers, for HTTP too, and for nobody else', async () => {
    const { userId } = graph.principal('acme', 'mia');
    const [losing, keeping] = [await sockets('acme', 'mia'), await sockets('acme', 'vic')];
    const answer = await graph.ask('acme', 'ada', change, { id: userId, roles: ['VIEWER'] });
    expect(answer.body.data).toEqual({ changeUserRoles: { __typename: 'User' } });
    const revoked = { code: 4403, reason: 'TOKEN_REVOKED' };
    expect(await endsOf(losing)).toEqual([revoked, revoked]);
    for (const url of everywhere()) {
      const refused = await ask(url, 'acme', 'mia');
      expect([refused.status, codesOf(refused)]).toEqual([401, ['TOKEN_REVOKED']]);
      expect((await ask(url, 'acme', 'vic')).status).toBe(200);
    }
    await Promise.all(keeping.map((socket) => socket.settle()));
    await Promise.all(keeping.map((socket) => socket.close()));

    // A router that starts afterwards knows it from the log.
    const late = await startRouterReplica(graph.platform);
    expect(codesOf(await ask(late.url, 'acme', 'mia'))).toEqual(['TOKEN_REVOKED']);
    await late.kill();

    // The token's roles agree again.
    await graph.ask('acme', 'ada', change, { id: userId, roles: ['MEMBER'] });
    const back = watchMetrics(clientOf('acme', 'mia'), 'back');
    await back.subscription.ready;
  });

  test('with the tenant: suspended on all routers, served again when it is resumed', async () => {
    const { tenantId: id } = graph.principal('globex', 'grace');
    const [globex, acme] = [await sockets('globex', 'gus'), await sockets('acme', 'vic')];
    const suspended = await graph.ask('platform', 'ops', status('suspendTenant'), { id });
    expect(suspended.body.data).toEqual({ suspendTenant: { __typename: 'TenantStanding', status: 'SUSPENDED' } });
    const closed = { code: 4403, reason: 'TENANT_SUSPENDED' };
    expect(await endsOf(globex)).toEqual([closed, closed]);
    for (const url of everywhere()) {
      const refused = await ask(url, 'globex', 'grace');
      expect([refused.status, codesOf(refused)]).toEqual([403, ['TENANT_SUSPENDED']]);
    }
    await Promise.all(acme.map((socket) => socket.settle()));
    await Promise.all(acme.map((socket) => socket.close()));
    const resumed = watchMetrics(clientOf('globex', 'grace'), 'resumed');
    await graph.ask('platform', 'ops', status('resumeTenant'), { id });
    await resumed.subscription.ready;
    expect((await ask(replica.url, 'globex', 'grace')).status).toBe(200);
  });
});
