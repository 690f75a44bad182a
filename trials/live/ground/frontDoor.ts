import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** One address before several routers, as a load balancer is. */
export interface FrontDoor {
  readonly url: string;
  /** Ports of the routers that new connections go to, in turn. */
  send(to: readonly number[]): void;
  close(): Promise<void>;
}

/** Passes bytes on; a connection ends with that behind it. */
export async function openFrontDoor(): Promise<FrontDoor> {
  let ports: readonly number[] = [];
  let turn = 0;
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const port = ports[turn++ % ports.length];
    if (port === undefined) {
      client.destroy();
      return;
    }
    const router = connect({ host: '127.0.0.1', port, noDelay: true });
    const pair = [client, router] as const;
    for (const [here, there] of [pair, [router, client] as const]) {
      open.add(here);
      here.pipe(there);
      here.on('error', () => there.destroy());
      here.once('close', () => {
        open.delete(here);
        there.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 1_024, resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    send(to) {
      ports = to;
    },
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
