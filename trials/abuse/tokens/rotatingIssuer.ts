import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { demoToken } from '#platform/embedded/issuer/demoToken.ts';
import { issuerSecrets } from '#platform/embedded/issuer/issuerSecrets.ts';
import { rotateIssuerKeys } from '#platform/embedded/issuer/rotateIssuerKeys.ts';
import { type EmbeddedIssuer, startEmbeddedIssuer } from '#platform/embedded/issuer/startEmbeddedIssuer.ts';
import type { ForgeryGround, StolenKey } from '#platform/identity/testkit/forgeToken.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';

/** The platform's own issuer, under one address whatever keys it has. */
export interface RotatingIssuer {
  readonly url: string;
  readonly audience: string;
  readonly jwksUri: string;
  /** A token of ada, an admin, by the flow that browsers go through. */
  token(): Promise<string>;
  /** Gives it new keys; the last ones are still published, those before are not. */
  rotate(): Promise<void>;
  /** All that the worst forger knows: a genuine token's claims and the private keys. */
  stolen(): Promise<ForgeryGround>;
  close(): Promise<void>;
}

/** Starts it with a data folder of its own. */
export async function startRotatingIssuer(): Promise<RotatingIssuer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'inopsio-issuer-'));
  const start = (port: number): Promise<EmbeddedIssuer> =>
    startEmbeddedIssuer({ dataDir, host: '127.0.0.1', port, logger: nullLogger });
  let issuer = await start(0);
  const { url, audience, jwksUri } = issuer;
  const token = (): Promise<string> => demoToken(issuer, { tenant: 'acme', user: 'ada' });
  return {
    url,
    audience,
    jwksUri,
    token,
    async rotate() {
      await rotateIssuerKeys(dataDir);
      await issuer.close();
      issuer = await start(Number(new URL(url).port));
    },
    async stolen() {
      const { keys } = await issuerSecrets(dataDir);
      const key = (alg: string): StolenKey => {
        const jwk = keys.find((each) => each.alg === alg)!;
        const privateKey = createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' });
        return { kid: jwk.kid!, privateKey, publicKey: createPublicKey(privateKey) };
      };
      return { claims: decodeJwt(await token()), ec: key('ES256'), rsa: key('RS256') };
    },
    async close() {
      await issuer.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
