import { readFile } from 'node:fs/promises';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { openSupergraph } from './openSupergraph.ts';

test('the reference engine loads the copy of our own supergraph', async () => {
  const sdl = await readFile(new URL('../../schema/generated/supergraph.graphql', import.meta.url), 'utf8');
  const open = openSupergraph(sdl);
  expect(sdl).toContain('@requiresScopes(');
  expect(open).not.toMatch(/requiresScopes|authenticated|eventStream|@pii/);
  const gateway = new ApolloGateway({
    supergraphSdl: open,
    buildService: () => new LocalGraphQLDataSource(buildSchema('type Query { a: Int }')),
  });
  await expect(gateway.load()).resolves.toMatchObject({ schema: expect.anything() });
  await gateway.stop();
});
