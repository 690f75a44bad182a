import { readFile } from 'node:fs/promises';
import { CodedError } from '#platform/errors/codedError.ts';
import { createContextSigner } from '#platform/identity/signedContext.ts';
import { createTokenVerifier, type TokenVerifier } from '#platform/identity/tokenVerifier.ts';
import type { Part } from '../part.ts';
import type { PlatformState } from '../platformState.ts';

/** The router, over the subgraphs that run in this process. */
export const router: Part = {
  name: 'router',
  async start(state) {
    const { config, modules, contextKeys, eventLog, subgraphs, loggerOf } = state;
    const { startRouter, guardsOfConfig, limitsOfConfig, liveOfConfig } = await modules.value.router;
    const live = await liveOfConfig(config, loggerOf('router'));
    const running = await startRouter({
      supergraphSdl: await readSupergraphSdl(config.supergraphFile),
      auth: {
        verifier: verifierOf(state),
        signer: createContextSigner(contextKeys.value.privateKey),
        tenantHostSuffix: config.tenantHostSuffix,
      },
      host: config.host,
      port: config.port,
      ...(await guardsOfConfig(config)),
      ...limitsOfConfig(config),
      ...live,
      eventLog: eventLog.value,
      logger: loggerOf('router'),
      subgraphUrls: Object.fromEntries(subgraphs.value.map(({ name, url }) => [name, url])),
    });
    const { metricsOfConfig } = await import('#router/metrics/serveMetrics.ts');
    const metrics = await metricsOfConfig(running, config, loggerOf('router')).catch(async (error) => {
      await running.close();
      await live.broadcast?.close();
      throw error;
    });
    state.router.value = { name: 'router', url: running.url };
    return async () => {
      await metrics?.close();
      await running.close();
      await live.broadcast?.close();
    };
  },
};

function verifierOf({ config, issuer }: PlatformState): TokenVerifier {
  const { oidcIssuer, oidcAudience: audience, oidcJwksUrl } = config;
  if (oidcIssuer === undefined) {
    return createTokenVerifier({ issuer: issuer.value.url, audience, jwks: new URL(issuer.value.jwksUri) });
  }
  return createTokenVerifier({ issuer: oidcIssuer, audience, ...(oidcJwksUrl && { jwks: new URL(oidcJwksUrl) }) });
}

async function readSupergraphSdl(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CodedError('CONFIG_INVALID', {
      message: `The supergraph ${file} cannot be read. Run npm run compose, or correct SUPERGRAPH_FILE.`,
      cause,
    });
  });
}
