import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** How a subgraph behaves. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** The subgraph `people` of the test graph, without GraphQL behind it, so that it can behave in any way. */
export interface BreakableSubgraph {
  readonly url: string;
  /** Operations that came in so far; probes are not counted. */
  readonly asked: number;
  /** Requests that are open now. */
  readonly open: number;
  /** Connections that are open now. */
  readonly connections: number;
  behave(behaviour: Behaviour): void;
  /** Ends as a process does that is killed: every connection breaks, new ones are refused. */
  kill(): Promise<void>;
  /** Listens again on the same port. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

/** Answers as it should: a name for every person that is asked for. */
export const answering: Behaviour = (request, response) => {
  let text = '';
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    const { variables = {} } = JSON.parse(text) as { variables?: Record<string, { id: string }[]> };
    const [people = []] = Object.values(variables).filter(Array.isArray);
    const entities = people.map(({ id }) => ({ __typename: 'Person', name: `Name of ${id}` }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data: { _entities: entities, __typename: 'Query' } }));
  });
};
/** Takes the request and says nothing. */
export const stalling: Behaviour = () => undefined;
/** Breaks the connection. */
export const resetting: Behaviour = (request) => request.socket.resetAndDestroy();
/** Answers with these bytes. */
export const saying =
  (body: string | Buffer, headers: Record<string, string> = { 'content-type': 'application/json' }): Behaviour =>
  (_request, response) =>
    response.writeHead(200, headers).end(body);

/** Starts it on a free port. */
export async function startBreakableSubgraph(): Promise<BreakableSubgraph> {
  let behaviour = answering;
  let asked = 0;
  let open = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((request, response) => {
    asked++;
    open++;
    response.once('close', () => open--);
    behaviour(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const kill = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  };
  const port = await listen(0);
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    get asked() {
      return asked;
    },
    get open() {
      return open;
    },
    get connections() {
      return sockets.size;
    },
    behave(next) {
      behaviour = next;
    },
    kill,
    revive: async () => void (await listen(port)),
    async close() {
      if (server.listening) await kill();
    },
  };
}
