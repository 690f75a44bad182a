import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before an issuer's keys and counts who fetches them. */
export interface KeyServer {
  readonly url: URL;
  /** When each fetch arrived, by `performance.now()`. */
  readonly fetches: readonly number[];
  close(): Promise<void>;
}

/** Starts one that passes on what the issuer answers. */
export async function startKeyServer(jwksUri: () => string): Promise<KeyServer> {
  const fetches: number[] = [];
  const server = createServer(async (_request, response) => {
    fetches.push(performance.now());
    const answer = await fetch(jwksUri());
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`),
    fetches,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
