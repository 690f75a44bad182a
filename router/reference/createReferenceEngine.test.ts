import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { startTestGraph, type TestGraph } from '../testkit/testGraph.ts';
import { type TestIdentity, testIdentity } from '../testkit/testIdentity.ts';

let graph: TestGraph;
let identity: TestIdentity;
let routers: RunningRouter[];

beforeAll(async () => {
  [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
  const auth = { verifier: identity.verifier, signer: identity.signer };
  const common = { supergraphSdl: graph.supergraphSdl, auth, port: 0 };
  routers = await Promise.all([
    startRouter({ ...common, engine: 'apollo' }),
    startRouter({ ...common, engine: 'compiled' }),
  ]);
});
afterAll(async () => {
  await Promise.all(routers.map((router) => router.close()));
  await graph.close();
});

async function askBoth(query: string, variables = {}, token?: string) {
  return Promise.all(
    routers.map(async ({ url }) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as {
        data?: unknown;
        errors?: { extensions: { code: string } }[];
      };
      return { status: response.status, data, codes: errors?.map(({ extensions }) => extensions.code) };
    }),
  );
}

test.each([
  ['{ open people { id name } }', {}],
  ['query ($text: String!) { echo(text: $text) twice: echo(text: $text, times: 2) }', { text: 'a' }],
  ['query ($text: String!) { echo(text: $text) }', {}],
  ['{ nothing }', {}],
  ['{ open broken }', {}],
  ['{ whoami }', {}],
])('the reference engine answers %s as ours does', async (query, variables) => {
  const [reference, own] = await askBoth(query, variables);
  expect(reference).toEqual(own);
});

test('subgraphs are told who asks, and access is decided before', async () => {
  const token = await identity.token({ scope: 'alert:read' });
  const [reference, own] = await askBoth('{ alerts { id owner { name } } }', {}, token);
  expect(reference).toEqual(own);
  expect(reference?.status).toBe(200);
  const [denied] = await askBoth('{ alerts { id } }');
  expect(denied?.codes).toEqual(['UNAUTHENTICATED']);
});
