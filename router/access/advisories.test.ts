/**
 * Each published advisory of Apollo Router, @apollo/gateway and composition about access, as a test of this router.
 * Supergraphs here are as a composition that checks nothing would write them: the router does not rely on those checks.
 */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { type ProtectedGraph, type Protection, startProtectedGraph } from '../testkit/protectedGraph.ts';
import { type TestIdentity, testIdentity } from '../testkit/testIdentity.ts';

let graph: ProtectedGraph;
let identity: TestIdentity;
let router: RunningRouter | undefined;

beforeAll(async () => {
  [graph, identity] = await Promise.all([startProtectedGraph(), testIdentity()]);
});
afterAll(() => graph?.close());
afterEach(async () => {
  await router?.close();
  graph.fetched();
});

const secret = '@requiresScopes(scopes: [["secret"]])';

/** Asks as a user without scopes in both modes; gives the codes, after checking that nothing matching was fetched. */
async function denied(protection: Protection, query: string, never: RegExp, links?: string): Promise<string[]> {
  const codes: string[] = [];
  for (const accessMode of ['reject', 'filter'] as const) {
    router = await startRouter({
      supergraphSdl: graph.supergraph(protection, links),
      auth: { verifier: identity.verifier, signer: identity.signer },
      port: 0,
      accessMode,
    });
    const response = await fetch(`${router.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await identity.token({ scope: 'other' })}`,
      },
      body: JSON.stringify({ query }),
    });
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    codes.push(errors?.[0]?.extensions.code ?? 'none');
    expect(graph.fetched()).not.toMatch(never);
    await router.close();
  }
  return codes;
}

const forbidden = ['FORBIDDEN', 'FORBIDDEN'];

test('CVE-2025-64173: a field of an interface is not a way to a protected field of a type behind it', async () => {
  expect(await denied({ 'Person.note': secret }, '{ nodes { note } }', /note/)).toEqual(forbidden);
  expect(await denied({ Person: secret }, '{ nodes { id } }', /nodes/)).toEqual(forbidden);
});

test('CVE-2025-64530 (GHSA-mx7m-j9xf-62hw): a type is not a way around what its interface demands', async () => {
  const protection = { 'Node.note': secret };
  expect(await denied(protection, '{ nodes { ... on Person { note } } }', /note/)).toEqual(forbidden);
  expect(await denied(protection, '{ nodes { ...A } } fragment A on Robot { note }', /note/)).toEqual(forbidden);
  expect(await denied(protection, '{ me { note } }', /note/)).toEqual(forbidden);
  expect(await denied({ Node: '@authenticated', Person: secret }, '{ me { id } }', /me/)).toEqual(forbidden);
});

test('CVE-2025-64347 (GHSA-g8jh-vg5j-4h3f): renamed directives protect as well', async () => {
  const link = (spec: string, rest: string) =>
    `@link(url: "https://specs.apollo.dev/${spec}/v0.1", ${rest}, for: SECURITY)`;
  const imported = link('requiresScopes', 'import: [{ name: "@requiresScopes", as: "@needs" }]');
  expect(
    await denied({ 'Person.phone': '@needs(scopes: [["secret"]])' }, '{ me { phone } }', /phone/, imported),
  ).toEqual(forbidden);
  const prefixed = link('policy', 'as: "rules"');
  expect(await denied({ 'Person.phone': '@rules(policies: [["p"]])' }, '{ me { phone } }', /phone/, prefixed)).toEqual(
    forbidden,
  );
});

test('GHSA-m8jr-fxqx-8xx6: a field is not a way to what it requires, also over several steps', async () => {
  const protection = { 'Person.email': secret };
  expect(await denied(protection, '{ me { score } }', /email|score/)).toEqual(forbidden);
  expect(await denied(protection, '{ me { rank } }', /email|score|rank/)).toEqual(forbidden);
  expect(await denied(protection, '{ nodes { ... on Person { rank } } }', /email|score|rank/)).toEqual(forbidden);
});

test('a place that a named fragment reaches in several ways demands what all of them demand', async () => {
  const protection = { 'Robot.note': secret };
  const query = '{ me { ...Note } nodes { ...Note } } fragment Note on Node { note }';
  expect(await denied(protection, query, /nodes ?\{[^}]*note/)).toEqual(forbidden);
});
