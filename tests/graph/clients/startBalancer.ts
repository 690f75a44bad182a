import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket, connect as tcpConnect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Something that stands before routers, as in production. */
export interface Balancer {
  /** E.g. `http://127.0.0.1:4711`. */
  readonly url: string;
  /** Connections that were given to a router so far. */
  given(router: string): number;
  /** Gives a router no more connections; resolves once those that it had are gone on the clients' side too. */
  drop(router: string): Promise<void>;
  close(): Promise<void>;
}

/** Gives each TCP connection to the first of the routers that is not dropped. */
export async function startBalancer(routers: readonly string[]): Promise<Balancer> {
  const dropped = new Set<string>();
  const given = new Map<string, number>();
  const open = new Map<Socket, { readonly router: string; readonly closed: Promise<unknown> }>();
  const server = createServer((client) => {
    const router = routers.find((one) => !dropped.has(one))!;
    given.set(router, (given.get(router) ?? 0) + 1);
    const upstream = tcpConnect(Number(new URL(router).port), '127.0.0.1');
    client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.pipe(upstream).pipe(client);
    const closed = once(client, 'close').then(() => open.delete(client));
    open.set(client, { router, closed });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    given: (router) => given.get(router) ?? 0,
    async drop(router) {
      dropped.add(router);
      await Promise.all([...open.values()].filter((one) => one.router === router).map(({ closed }) => closed));
      // The clients live in this process: they hear of it in the next turn of its loop.
      await nextTurn();
      await nextTurn();
    },
    async close() {
      server.close();
      for (const client of open.keys()) client.destroy();
    },
  };
}
