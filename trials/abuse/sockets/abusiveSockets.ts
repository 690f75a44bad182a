import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { TestSocket } from '#router/testkit/testSocket.ts';

/** One abuse of a socket: does it, and gives what the router made of it, e.g. `closed 4429`. */
export interface SocketAbuse {
  /** Sockets of the kind that are enough. */
  readonly atMost?: number;
  readonly expected: string;
  run(url: string): Promise<string>;
}

const drips = { query: 'subscription { drips { number } }' };

/** Opens a socket, abuses it, and waits until it is closed. */
function closing(
  code: number,
  open: (url: string) => Promise<TestSocket>,
  abuse: (socket: TestSocket) => void = () => undefined,
): SocketAbuse {
  return {
    expected: `closed ${code}`,
    async run(url) {
      const socket = await open(url);
      abuse(socket);
      return `closed ${(await socket.closed).code}`;
    },
  };
}

const opened = (url: string): Promise<TestSocket> => TestSocket.open(url);
const ready = (url: string): Promise<TestSocket> => TestSocket.ready(url);
const saying =
  (...messages: unknown[]) =>
  (socket: TestSocket): void => {
    for (const message of messages) socket.send(message);
  };

/** Every abuse by its name. Some leave work in a subgraph, which has to end with them. */
export const socketAbuses: Readonly<Record<string, SocketAbuse>> = {
  'never says who it is': closing(4408, opened),
  'says it twice': closing(4429, ready, saying({ type: 'connection_init' })),
  'says it twice at once': closing(4429, opened, saying({ type: 'connection_init' }, { type: 'connection_init' })),
  'asks before it says it': closing(4401, opened, saying({ id: '1', type: 'subscribe', payload: drips })),
  'uses an id twice': closing(
    4409,
    ready,
    saying({ id: '1', type: 'subscribe', payload: drips }, { id: '1', type: 'subscribe', payload: drips }),
  ),
  'sends what is no JSON': closing(4400, ready, saying('{"type":')),
  'sends arrays in arrays': closing(4400, ready, saying('['.repeat(100_000))),
  'sends what only servers send': closing(4400, ready, saying({ id: '1', type: 'next', payload: {} })),
  'sends bytes that are no text': closing(1007, ready, ({ socket }) =>
    socket.send(Buffer.from([0xc3, 0x28]), { binary: false }),
  ),
  'sends a frame without mask': closing(1002, ready, ({ socket }) => socket.send('{"type":"ping"}', { mask: false })),
  'sends a frame of a megabyte': closing(1009, ready, ({ socket }) => socket.send(' '.repeat(1_048_577))),
  'sends a megabyte in pieces': closing(1009, ready, ({ socket }) => {
    for (let n = 0; n < 17; n++) socket.send(' '.repeat(65_536), { fin: false });
  }),
  'speaks no protocol that is known': closing(4406, async (url) => new TestSocket(new WebSocket(address(url)))),
  'comes from a foreign origin': {
    expected: 'status 403',
    async run(url) {
      const headers = { origin: 'https://evil.example' };
      const socket = new WebSocket(address(url), 'graphql-transport-ws', { headers });
      const [, response] = await once(socket, 'unexpected-response');
      response.destroy();
      return `status ${response.statusCode}`;
    },
  },
  'asks under 1,000 ids': {
    // Each subscription has a connection of its own to the subgraph.
    atMost: 10,
    expected: '100 run, 900 are refused',
    async run(url) {
      const socket = await ready(url);
      for (let n = 0; n < 1_000; n++) socket.send({ id: `${n}`, type: 'subscribe', payload: drips });
      await socket.ping();
      const refused = socket.unread.filter((message) => JSON.stringify(message).includes('LIMIT_SUBSCRIPTIONS'));
      await socket.close();
      return `${1_000 - refused.length} run, ${refused.length} are refused`;
    },
  },
  'leaves without goodbye': {
    expected: 'left',
    async run(url) {
      const socket = await ready(url);
      for (let n = 0; n < 10; n++) socket.send({ id: `${n}`, type: 'subscribe', payload: drips });
      await socket.ping();
      socket.socket.terminate();
      await socket.closed;
      return 'left';
    },
  },
  'answers no ping': {
    expected: 'cut',
    async run(url) {
      const socket = new WebSocket(address(url), 'graphql-transport-ws', { autoPong: false });
      socket.once('open', () => socket.send('{"type":"connection_init"}'));
      const [code] = await once(socket, 'close');
      return code === 1006 ? 'cut' : `closed ${code}`;
    },
  },
  'leaves in the midst of its upgrade': {
    expected: 'left',
    async run(url) {
      const { hostname, port } = new URL(url);
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.write('GET /graphql HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upg');
      socket.resetAndDestroy();
      await once(socket, 'close');
      return 'left';
    },
  },
  'leaves in the midst of a frame': {
    expected: 'left',
    async run(url) {
      const socket = await ready(url);
      // The head of a masked text of 65,535 bytes, and nothing of it.
      (socket.socket as unknown as { _socket: NodeJS.WritableStream })._socket.write(
        Buffer.from([0x81, 0xfe, 0xff, 0xff, 1, 2, 3, 4]),
      );
      await socket.ping().catch(() => undefined);
      socket.socket.terminate();
      await socket.closed;
      return 'left';
    },
  },
};

/** What a router does while the keys of its callers' issuer cannot be had, since their server hangs. */
export const abusesOfHungKeys: Readonly<Record<string, SocketAbuse>> = {
  'waits for keys that never come': closing(4403, opened, saying(withToken())),
  'leaves while keys never come': {
    expected: 'left',
    async run(url) {
      const socket = await opened(url);
      socket.send(withToken());
      await socket.close();
      return 'left';
    },
  },
  'needs no keys': {
    expected: 'everybody',
    async run(url) {
      const socket = await ready(url);
      socket.send({ id: '1', type: 'subscribe', payload: { query: '{ open }' } });
      const answer = await socket.next();
      await socket.close();
      return String(answer?.payload?.data?.open);
    },
  },
};

/** Says who it is by a token of the right shape. */
function withToken(): object {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ alg: 'ES256', typ: 'at+jwt', kid: 'one' })}.${part({ sub: 'x' })}.${'A'.repeat(86)}`;
  return { type: 'connection_init', payload: { Authorization: `Bearer ${token}` } };
}

function address(url: string): string {
  return `${url.replace('http', 'ws')}/graphql`;
}
