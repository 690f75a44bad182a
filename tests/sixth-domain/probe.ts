import { GraphSocket } from '../graph/clients/graphSocket.ts';
import { startTestPlatform } from '../platform.ts';

const create =
  'mutation ($title: String!) { createSixthItem(input: { title: $title }) { ... on SixthItem { id title } } }';
/** A query over the new domain and an old one. */
const read = '{ tenant { slug } sixthItems(first: 100) { edges { node { id title } } } }';

/**
 * Run in a copy of the project that has a domain `sixth`: starts the whole platform, works in the new domain as two
 * tenants through the router, and prints what they saw as JSON.
 */
const platform = await startTestPlatform();
const sockets: GraphSocket[] = [];
try {
  const [acme, globex] = [await user('acme', 'ada'), await user('globex', 'grace')];
  const created = [await acme.create('First'), await acme.create('Second')];
  const frames = [await acme.frame(), await acme.frame()];
  const [own, foreign] = [await acme.ask(read), await globex.ask(read)];
  // Had it heard of the items before, one of them would be its first.
  const createdByGlobex = await globex.create('Of globex');
  const frameOfGlobex = await globex.frame();
  process.stdout.write(JSON.stringify({ created, frames, own, foreign, createdByGlobex, frameOfGlobex }));
} finally {
  await Promise.all(sockets.map((socket) => socket.close()));
  await platform.close();
}

/** A user who listens to the event of the new domain. */
async function user(tenant: string, login: string) {
  const token = await platform.token(tenant, login);
  const socket = await GraphSocket.ready(platform.routerUrl, token);
  sockets.push(socket);
  await socket.subscribe('items', 'subscription { sixthItemCreated { id title } }');

  async function ask(query: string, variables = {}): Promise<Record<string, unknown>> {
    const response = await fetch(`${platform.routerUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Record<string, unknown>; errors?: unknown };
    if (errors || !data) throw new Error(JSON.stringify(errors));
    return data;
  }
  return {
    ask,
    create: async (title: string) => (await ask(create, { title })).createSixthItem,
    frame: async () => (await socket.frame('items')).payload.data.sixthItemCreated as unknown,
  };
}
