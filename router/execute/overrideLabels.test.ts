import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { startRouter } from '../startRouter.ts';

async function serve(answer: string) {
  const server = createServer((_request, response) => response.end(answer)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => server.close() };
}

test.each([
  [['move'], 'new'],
  [['another'], 'old'],
  [[], 'old'],
])('with the labels %j in force, an overridden field comes from the %s subgraph', async (overrideLabels, from) => {
  const servers = await Promise.all(['old', 'new'].map((name) => serve(`{"data":{"feed":"${name}"}}`)));
  const sdl = ['feed: String', 'other: Int feed: String @override(from: "old", label: "move")'];
  const { supergraphSdl = '' } = composeServices(
    ['old', 'new'].map((name, index) => ({
      name,
      url: servers[index]!.url,
      typeDefs: parse(
        `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@override"]) type Query { ${sdl[index]} }`,
      ),
    })),
  );
  const router = await startRouter({ supergraphSdl, auth: 'none', port: 0, overrideLabels });
  try {
    const response = await fetch(`${router.url}/graphql?query={feed}`);
    expect(await response.json()).toEqual({ data: { feed: from } });
  } finally {
    await router.close();
    for (const server of servers) server.close();
  }
});
