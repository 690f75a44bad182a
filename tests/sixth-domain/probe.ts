import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { startTestPlatform } from '../platform.ts';

/**
 * Run in a copy of the project that has a domain `sixth`: starts the whole platform, works in the new domain as two
 * tenants through the router, and prints what they saw as JSON.
 */
const platform = await startTestPlatform();
try {
  const [ada, grace] = await Promise.all([platform.token('acme', 'ada'), platform.token('globex', 'grace')]);
  const heard = { acme: listen(ada), globex: listen(grace) };
  const [created, frame] = await createUntilHeard(ada, heard.acme.first);
  const [own, foreign] = await Promise.all([ada, grace].map(read));
  heard.acme.stop();
  heard.globex.stop();
  const seen = { created, frame, own, foreign, framesOfGlobex: heard.globex.frames.length };
  process.stdout.write(JSON.stringify(seen));
} finally {
  await platform.close();
}

/** A query over the new domain and an old one. */
function read(token: string): Promise<unknown> {
  return ask(token, '{ tenant { slug } sixthItems(first: 100) { edges { node { id title } } } }');
}

/** The socket does not say from when on it listens, so items are created until one of them is heard. */
async function createUntilHeard(token: string, frame: Promise<unknown>): Promise<[unknown[], unknown]> {
  const created: unknown[] = [];
  let found: unknown;
  frame.then((data) => {
    found = data;
  });
  while (found === undefined && created.length < 90) {
    const title = `Item ${created.length}`;
    const mutation =
      'mutation ($title: String!) { createSixthItem(input: { title: $title }) { ... on SixthItem { id title } } }';
    created.push(((await ask(token, mutation, { title })) as { createSixthItem: unknown }).createSixthItem);
  }
  return [created, await frame];
}

function listen(token: string) {
  const frames: unknown[] = [];
  const first = Promise.withResolvers<unknown>();
  const client = createClient({
    url: `${platform.routerUrl.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${token}` },
  });
  const stop = client.subscribe(
    { query: 'subscription { sixthItemCreated { id title } }' },
    {
      next: ({ data, errors }) => {
        frames.push(data);
        if (errors) first.reject(new Error(JSON.stringify(errors)));
        else first.resolve(data);
      },
      error: (error) => first.reject(error instanceof Error ? error : new Error(JSON.stringify(error))),
      complete: () => {},
    },
  );
  return { frames, first: first.promise, stop };
}

async function ask(token: string, query: string, variables = {}): Promise<unknown> {
  const response = await fetch(`${platform.routerUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
