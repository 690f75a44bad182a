import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#platform/config/loadConfig.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { createContextSigner } from '#platform/identity/signedContext.ts';
import type { RouterAuth, RouterOptions } from '../routerOptions.ts';
import { guardsOfConfig } from './guardsOfConfig.ts';
import { limitsOfConfig } from './limitsOfConfig.ts';

/**
 * What the configuration says about a router that runs alone; all but its event log and logger.
 *
 * With ROUTER_AUTH=none only the supergraph is read. Else it needs an issuer (the embedded one unless OIDC_ISSUER names
 * another) and the private key of the signed context.
 *
 * @throws CodedError CONFIG_INVALID when a file cannot be used
 */
export async function optionsOfConfig(config: Config): Promise<RouterOptions> {
  // A supergraph from an address is read by the source itself.
  const supergraphSdl = config.supergraphUrl ? '' : await read(config.supergraphFile, 'SUPERGRAPH_FILE');
  return {
    supergraphSdl,
    auth: config.routerAuth === 'none' ? 'none' : await authOf(config),
    host: config.host,
    port: config.port,
    ...(await guardsOfConfig(config)),
    ...limitsOfConfig(config),
  };
}

async function authOf(config: Config): Promise<RouterAuth> {
  // A router for everybody reads no tokens, and needs none of this.
  const { createTokenVerifier } = await import('#platform/identity/tokenVerifier.ts');
  const file = config.contextPrivateKeyFile ?? join(config.dataDir, 'keys', 'context-private.pem');
  const pem = await read(file, 'CONTEXT_PRIVATE_KEY_FILE');
  const { oidcAudience: audience, oidcJwksUrl } = config;
  const issuer = config.oidcIssuer ?? `http://${config.host}:${config.issuerPort}`;
  try {
    return {
      verifier: createTokenVerifier({ issuer, audience, ...(oidcJwksUrl && { jwks: new URL(oidcJwksUrl) }) }),
      signer: createContextSigner(createPrivateKey(pem)),
      tenantHostSuffix: config.tenantHostSuffix,
    };
  } catch (cause) {
    throw new CodedError('CONFIG_INVALID', {
      message: `CONTEXT_PRIVATE_KEY_FILE must name an Ed25519 private key in PEM; ${file} is none.`,
      cause,
    });
  }
}

async function read(file: string, setting: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CodedError('CONFIG_INVALID', { message: `${setting} names ${file}, which cannot be read.`, cause });
  });
}
