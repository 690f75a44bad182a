import type { Part } from '../part.ts';

/** The embedded issuer, unless another is configured. Loaded only here since its library is large. */
export const issuer: Part = {
  name: 'issuer',
  async start(state) {
    const { dataDir, host, issuerPort, oidcAudience, oidcIssuer } = state.config;
    if (oidcIssuer !== undefined) return undefined;
    const { startEmbeddedIssuer } = await import('../issuer/startEmbeddedIssuer.ts');
    const running = await startEmbeddedIssuer({
      dataDir,
      host,
      port: issuerPort,
      audience: oidcAudience,
      logger: state.loggerOf('issuer'),
    });
    state.issuer.value = running;
    return () => running.close();
  },
};
