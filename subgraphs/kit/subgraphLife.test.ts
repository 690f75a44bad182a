import { describe, expect, test } from '@jest/globals';
import { defineSubgraph } from './defineSubgraph.ts';
import { startTestSubgraph } from './testkit/startTestSubgraph.ts';

describe('the life of a subgraph', () => {
  const sdl = 'type Query { slow: Int }';

  function gated() {
    const entered = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<number>();
    const slow = () => {
      entered.resolve();
      return gate.promise;
    };
    const definition = defineSubgraph({ name: 'slow', entities: [], migrations: [], resolvers: { Query: { slow } } });
    return { definition, entered: entered.promise, open: () => gate.resolve(1) };
  }

  test('closing finishes running requests and takes no new ones', async () => {
    const { definition, entered, open } = gated();
    const world = await startTestSubgraph(definition, { sdl, tenants: [] });
    const answer = world.query('{ slow }');
    await entered;
    const closed = world.subgraph.close();
    open();
    expect((await answer).data).toEqual({ slow: 1 });
    await closed;
    await expect(world.query('{ slow }')).rejects.toThrow('fetch failed');
    await world.close();
  });

  test('a port in use ends the start, and nothing stays running', async () => {
    const { definition } = gated();
    const world = await startTestSubgraph(definition, { sdl, tenants: [] });
    const { port } = world.subgraph;
    const second = startTestSubgraph(definition, { sdl, tenants: [], port });
    await expect(second).rejects.toMatchObject({ code: 'PORT_IN_USE', message: expect.stringContaining(`${port}`) });
    await world.close();
  });

  test('a part that is down makes it unready, and says which', async () => {
    const { definition } = gated();
    const world = await startTestSubgraph(definition, { sdl, tenants: [] });
    await world.eventLog.close();
    const response = await fetch(`${world.subgraph.url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      status: 'down',
      checks: [
        { name: 'database', status: 'up' },
        { name: 'event-log', status: 'down' },
        { name: 'relay' },
        { name: 'outbox' },
      ],
    });
    await world.close();
  });
});
