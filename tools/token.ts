/**
 * `npm run --silent token -- --tenant acme --user ada`: prints one access token of a demo user and nothing else. It signs
 * in at the issuer of the platform that runs, as a browser would.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadConfig } from '#platform/config/loadConfig.ts';
import { demoToken } from '#platform/embedded/issuer/demoToken.ts';
import { identityOfLogin } from '#platform/embedded/issuer/findIdentity.ts';
import { parsePassword, passwordFile } from '#platform/embedded/issuer/issuerSecrets.ts';
import { readRunning } from '#platform/embedded/runningFile.ts';
import { CodedError } from '#platform/errors/codedError.ts';

const usage = 'Usage: npm run --silent token -- --tenant acme --user ada';

function readArguments(): { tenant: string; user: string } {
  try {
    const { values } = parseArgs({ options: { tenant: { type: 'string' }, user: { type: 'string' } } });
    if (values.tenant && values.user) return { tenant: values.tenant, user: values.user };
  } catch {
    // An unknown option is answered like a missing one.
  }
  throw new CodedError('BAD_USER_INPUT', { message: usage });
}

async function main(): Promise<string> {
  const who = readArguments();
  identityOfLogin(who.tenant, who.user);
  const { dataDir } = loadConfig();
  const password = await readFile(passwordFile(dataDir), 'utf8').catch(() => undefined);
  if (password === undefined) {
    throw new CodedError('BAD_REQUEST', { message: 'The platform has never been started here. Run: npm start' });
  }
  const running = await readRunning(dataDir);
  if (running === undefined) {
    throw new CodedError('BAD_REQUEST', { message: 'The platform does not run. Run in another terminal: npm start' });
  }
  const issuer = { url: running.issuerUrl, audience: running.audience, demoPassword: parsePassword(password) };
  return demoToken(issuer, who).catch((error: unknown) => {
    if (error instanceof CodedError) throw error;
    throw new CodedError('BAD_REQUEST', {
      message: `The issuer at ${running.issuerUrl} does not answer. Run in another terminal: npm start`,
    });
  });
}

main().then(
  (token) => console.log(token),
  (error: unknown) => {
    console.error(error instanceof CodedError ? error.message : error);
    process.exitCode = 1;
  },
);
