import { readFile } from 'node:fs/promises';
import { loadConfig } from '#platform/config/loadConfig.ts';
import { demoToken } from '#platform/embedded/issuer/demoToken.ts';
import { parsePassword, passwordFile } from '#platform/embedded/issuer/issuerSecrets.ts';
import { readRunning } from '#platform/embedded/runningFile.ts';

/** The platform that runs on this machine, as a client meets it. */
export interface Platform {
  readonly graphUrl: string;
  /** Signs a demo user in and gives an access token. */
  tokenOf(tenant: string, user: string): Promise<string>;
}

/**
 * Finds the platform that runs on a data folder, by default that of the settings.
 *
 * @throws Error that says to start it where none runs
 */
export async function findPlatform(dataDir = loadConfig().dataDir): Promise<Platform> {
  const running = await readRunning(dataDir);
  if (running === undefined) throw new Error('The platform does not run. Run in another terminal: npm start');
  const demoPassword = parsePassword(await readFile(passwordFile(dataDir), 'utf8'));
  const issuer = { url: running.issuerUrl, audience: running.audience, demoPassword };
  return {
    graphUrl: new URL('/graphql', running.routerUrl).href,
    tokenOf: (tenant, user) => demoToken(issuer, { tenant, user }),
  };
}
