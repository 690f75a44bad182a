import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Provider } from 'oidc-provider';
import type { Logger } from '#platform/logs/logger.ts';
import { issuerConfiguration } from './issuerConfiguration.ts';
import { issuerFolder, issuerSecrets } from './issuerSecrets.ts';
import { IssuerStore } from './issuerStore.ts';
import { errorPage } from './pages.ts';
import { signIn } from './signIn.ts';

/** What an embedded issuer is started with. */
export interface EmbeddedIssuerOptions {
  /** The data folder of the stack; the issuer keeps keys, secrets and refresh tokens in `issuer/` below it. */
  readonly dataDir: string;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly logger: Logger;
  /** The audience of its access tokens. */
  readonly audience?: string;
}

/** A running issuer. */
export interface EmbeddedIssuer {
  /** The issuer identifier, also the address of everything it serves. */
  readonly url: string;
  readonly audience: string;
  readonly jwksUri: string;
  /** The password of all demo users. */
  readonly demoPassword: string;
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Starts the embedded OpenID Connect issuer: discovery, authorization code with PKCE and a sign-in page for the demo
 * users, refresh tokens, client credentials for partners. The first start makes keys and passwords.
 *
 * @throws CodedError DATA_FOLDER_DAMAGED when its files cannot be used; Error with code EADDRINUSE when the port is taken
 */
export async function startEmbeddedIssuer(options: EmbeddedIssuerOptions): Promise<EmbeddedIssuer> {
  const { dataDir, host, port, logger, audience = 'urn:inopsio:api' } = options;
  const [secrets, store] = await Promise.all([
    issuerSecrets(dataDir),
    IssuerStore.open(join(issuerFolder(dataDir), 'grants')),
  ]);

  // The identifier contains the port, which the system may choose; so the server listens before the issuer exists.
  let handle: Handler = (_, response) => response.writeHead(503).end();
  const server = createServer((request, response) => handle(request, response));
  server.requestTimeout = 30_000;
  server.listen(port, host);
  await once(server, 'listening');

  const url = `http://${reachableHost(host)}:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(url, issuerConfiguration(audience, secrets, store));
  provider.on('server_error', (_, error) => logger.error({ err: error }, 'the issuer failed to answer'));
  const answerOidc = provider.callback();

  handle = (request, response) => {
    if (request.url === '/health/live') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
    } else if (request.url?.startsWith('/interaction/')) {
      signIn(request, response, { provider, audience, demoPassword: secrets.demoPassword }).catch((error) => {
        logger.error({ err: error }, 'a sign-in failed');
        response.writeHead(500, { 'content-type': 'text/html' }).end(errorPage('The sign-in failed on our side.'));
      });
    } else {
      void answerOidc(request, response);
    }
  };

  return {
    url,
    audience,
    jwksUri: `${url}/jwks`,
    demoPassword: secrets.demoPassword,
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

/** Listening on every address is no name by which a client could reach it. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
