import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLiveClient } from '#client/liveClient.ts';
import { createGraphQLClient } from '#demo/client/graphqlClient.ts';
import { expectServed } from '#demo/story/expectServed.ts';
import { OnMetricDocument } from '#generated/operations/tests.ts';
import { GraphSocket } from './clients/graphSocket.ts';
import { codesOf, postGraphql } from './clients/postGraphql.ts';
import { startRouterReplica } from './startRouterReplica.ts';
import { startTestPlatform, type TestGraph } from './startTestPlatform.ts';

const deletion = `... on TenantDeletion { tenantId slug domains { domain removedAt } }`;
const suspend = `mutation ($id: ID!) { suspendTenant(tenantId: $id) { __typename } }`;
const remove = `mutation ($id: ID!) { deleteTenant(tenantId: $id) { __typename ${deletion} ... on Conflict { code } } }`;
const progress = `query ($id: ID!) { tenantDeletion(tenantId: $id) { domains { domain removedAt } } }`;
const create = `mutation ($input: CreateTenantInput!) { createTenant(input: $input) { __typename ... on Conflict { code } } }`;

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestPlatform();
});
afterAll(() => graph?.close());

const asOperator = async (query: string, variables: Record<string, unknown>) =>
  (await graph.ask('platform', 'ops', query, variables)).body.data as Record<string, Record<string, unknown>>;
const ask = async (url: string, user: string, tenant = 'globex') =>
  postGraphql(`${url}/graphql`, { query: '{ me { id } }' }, await graph.bearer(tenant, user));

const tokenOf = (user: string): Promise<string> => graph.platform.token('globex', user);

const transports = ['websocket', 'sse'] as const;

/** A dashboard; `ended` gives the code of what ended it for good. */
async function watch(transport: (typeof transports)[number]): Promise<{ ended: Promise<string>; close(): void }> {
  const token = await tokenOf('gus');
  const client = createLiveClient({
    url: `${graph.platform.routerUrl}/graphql`,
    token: () => token,
    transport,
    backOff: { first: 20, longest: 100 },
  });
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  const watching = client.subscribe(
    OnMetricDocument,
    {},
    { next: () => undefined, error: ({ code }) => resolve(code) },
  );
  await watching.ready;
  return { ended, close: () => client.close() };
}

/** Asks until every domain has removed its store: nobody tells a client of it. */
async function removedEverywhere(id: string): Promise<string[]> {
  for (;;) {
    const { domains } = (await asOperator(progress, { id })).tenantDeletion as {
      domains: { domain: string; removedAt: string | null }[];
    };
    if (domains.every(({ removedAt }) => removedAt !== null)) return domains.map(({ domain }) => domain);
  }
}

test('a deleted tenant is refused everywhere, by every domain, for good; another one notices nothing', async () => {
  const { tenantId: id, userId } = graph.principal('globex', 'grace');
  const token = await tokenOf('gus');
  const stream = await GraphSocket.ready(graph.platform.routerUrl, token);
  await stream.subscribe('live', String(OnMetricDocument));
  const dashboards = await Promise.all(transports.map(watch));

  expect(await asOperator(remove, { id })).toEqual({ deleteTenant: { __typename: 'Conflict', code: 'TENANT_ACTIVE' } });
  const grace = createGraphQLClient(`${graph.platform.routerUrl}/graphql`, await tokenOf('grace'));
  await expectServed('globex', grace);
  await asOperator(suspend, { id });
  expect(await stream.closed).toEqual({ code: 4403, reason: 'TENANT_SUSPENDED' });
  await expect(expectServed('globex', grace)).rejects.toThrow('The tenant globex is suspended. Resume it');
  expect(await asOperator(remove, { id })).toMatchObject({
    deleteTenant: { __typename: 'TenantDeletion', tenantId: id, slug: 'globex' },
  });
  // They come back while the tenant is suspended, and no more when it is deleted.
  expect(await Promise.all(dashboards.map(({ ended }) => ended))).toEqual(['TENANT_DELETED', 'TENANT_DELETED']);
  for (const dashboard of dashboards) dashboard.close();
  await expect(expectServed('globex', grace)).rejects.toThrow('The tenant globex is deleted. That is for good');
  expect(await removedEverywhere(id)).toEqual(['crm', 'erp', 'inosec', 'tenant', 'workflow']);

  // A token that is still valid: at this router, at one that starts now, and past the router at each domain.
  const late = await startRouterReplica(graph.platform);
  for (const url of [graph.platform.routerUrl, late.url]) {
    const refused = await ask(url, 'grace');
    expect([refused.status, codesOf(refused)]).toEqual([403, ['TENANT_DELETED']]);
    const socket = await GraphSocket.open(url);
    socket.send({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } });
    expect(await socket.closed).toEqual({ code: 4403, reason: 'TENANT_DELETED' });
    expect((await ask(url, 'ada', 'acme')).status).toBe(200);
  }
  await late.kill();
  const lists = { crm: 'leads', erp: 'orders', inosec: 'alerts', tenant: 'users', workflow: 'tasks' };
  const context = { 'x-inopsio-context': graph.contexts.sign(graph.principal('globex', 'grace')) };
  for (const { name, url } of graph.platform.subgraphs) {
    const query = `{ ${lists[name as keyof typeof lists]} { totalCount } }`;
    expect([name, codesOf(await postGraphql(url, { query }, context))]).toEqual([name, ['TENANT_NOT_PROVISIONED']]);
  }

  const admin = { id: userId, name: 'Grace', email: 'grace@example.com' };
  const again = { input: { id, slug: 'globex', name: 'Globex', admin } };
  expect(await asOperator(create, again)).toEqual({ createTenant: { __typename: 'Conflict', code: 'TENANT_DELETED' } });
});
