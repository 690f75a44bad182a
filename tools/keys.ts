/**
 * `npm run keys -- rotate <tenant id> | shred <tenant id> --yes | rewrap`: changes the keys of personal data in events.
 * `rotate` gives a tenant a new key, `shred` destroys a deleted tenant's keys for ever, `rewrap` lets the first master
 * key take over all data keys. Ends with 1 when nothing was changed.
 */
import { parseArgs } from 'node:util';
import { type Config, loadConfig } from '#platform/config/loadConfig.ts';
import { databasePasswords } from '#platform/embedded/databasePasswords.ts';
import { openConfiguredKeys } from '#platform/embedded/openConfiguredKeys.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { createLogger } from '#platform/logs/logger.ts';
import type { TenantKeys } from '#platform/pii/tenantKeys.ts';

const usage = 'Usage: npm run keys -- rotate <tenant id> | shred <tenant id> --yes | rewrap';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What to do with the keys, and what to say then. @throws CodedError BAD_USER_INPUT with the usage */
function commandLine(): (keys: TenantKeys) => Promise<string> {
  try {
    const { values, positionals } = parseArgs({ options: { yes: { type: 'boolean' } }, allowPositionals: true });
    const [action, tenantId = '', ...others] = positionals;
    if (others.length > 0) throw usage;
    if (action === 'rewrap' && tenantId === '') return async (keys) => `Wrapped anew: ${await keys.rewrap()} keys.`;
    if (action === 'rotate' && uuid.test(tenantId)) {
      return (keys) => keys.rotate(tenantId).then(() => `Tenant ${tenantId} has a new key.`);
    }
    if (action === 'shred' && uuid.test(tenantId) && values.yes) {
      return (keys) => keys.shred(tenantId).then(() => `The keys of tenant ${tenantId} are destroyed.`);
    }
  } catch {
    // An unknown option is answered like a missing one.
  }
  throw new CodedError('BAD_USER_INPUT', { message: usage });
}

/** The database of the keys: the configured one, or that on the common server as the embedded start makes it. */
async function databaseUrl(config: Config): Promise<string> {
  if (config.keysDatabaseUrl) return config.keysDatabaseUrl;
  const url = new URL(config.databaseServerUrl ?? `postgresql://127.0.0.1:${config.postgresPort}`);
  const passwordOf = await databasePasswords(config.dataDir);
  url.username = `${config.databasePrefix}keys_owner`;
  url.password = encodeURIComponent(passwordOf('keys/owner'));
  url.pathname = `/${config.databasePrefix}keys`;
  return url.href;
}

async function main(): Promise<string> {
  const change = commandLine();
  const config = loadConfig();
  const keys = await openConfiguredKeys(config, await databaseUrl(config), createLogger('keys'));
  try {
    return await change(keys);
  } finally {
    await keys.close();
  }
}

main().then(
  (said) => console.log(said),
  (error: unknown) => {
    console.error(error instanceof CodedError ? error.message : error);
    process.exitCode = 1;
  },
);
