import type { Config } from '#platform/config/loadConfig.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { demoTenants } from './issuer/demoIdentities.ts';
import { passwordFile } from './issuer/issuerSecrets.ts';
import { logFileOf } from './logFile.ts';
import type { RunningPlatform } from './startPlatform.ts';

const width = 30;

function line(left: string, right: string): string {
  return `  ${left.padEnd(width)}${right}`;
}

/** The line that says that a part is ready. */
export function readyLine(part: string, milliseconds: number): string {
  return line(part, `${(milliseconds / 1000).toFixed(1)} s`);
}

/** What runs where, and what to do next. */
export function summary(platform: RunningPlatform, config: Config, milliseconds: number): string {
  const subgraphs = platform.subgraphs.map(({ name, url }) => `${name} ${new URL(url).port}`).join(', ');
  const tenants = demoTenants.map(({ slug, users }) => {
    const names = users.map(({ login, roles }) => `${login} (${roles.join(', ')})`).join(', ');
    return line(`tenant ${slug}`, names);
  });
  return [
    `Ready in ${(milliseconds / 1000).toFixed(1)} s.`,
    '',
    line('GraphQL, HTTP and WebSocket', `${platform.routerUrl}/graphql`),
    line('GraphiQL', `${platform.routerUrl}/graphiql`),
    line('issuer (OpenID Connect)', platform.issuerUrl),
    line('PostgreSQL', new URL(platform.databaseServerUrl).host),
    line('subgraphs on ports', subgraphs),
    ...tenants,
    line('demo password', passwordFile(config.dataDir)),
    line('log', logFileOf(config.dataDir)),
    '',
    'An access token:  npm run --silent token -- --tenant acme --user ada',
    'Stop:             Ctrl-C',
  ].join('\n');
}

/** The one message with which a platform ends that could not start or go on. */
export function failureMessage(error: unknown, logFile: string | undefined): string {
  if (error instanceof CodedError) return error.message;
  const reason = error instanceof Error ? error.message : String(error);
  return `The platform cannot go on: ${reason}${logFile === undefined ? '' : `\nThe log says more: ${logFile}`}`;
}
