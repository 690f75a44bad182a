import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { loadConfig } from '#platform/config/loadConfig.ts';
import { demoToken } from '#platform/embedded/issuer/demoToken.ts';
import { type RunningPlatform, type StartPlatformOptions, startPlatform } from '#platform/embedded/startPlatform.ts';
import { testDatabaseServer } from './postgres.ts';

/** How to start it. */
export interface TestPlatformOptions extends StartPlatformOptions {
  /** Settings by environment variable, e.g. those of Kafka. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The whole platform for one test file. */
export interface TestPlatform extends Omit<RunningPlatform, 'close'> {
  /** Settings that it was started with besides, for routers beside it. */
  readonly settings: Readonly<Record<string, string>>;
  /** Its data folder, with the private keys of issuer and router. */
  readonly dataDir: string;
  /** What the names of its databases and roles begin with. */
  readonly databasePrefix: string;
  /** An access token of a demo user, by the issuer's real flow. */
  token(tenant: string, user: string): Promise<string>;
  /** Stops the platform and removes its databases, roles and files. */
  close(): Promise<void>;
}

/**
 * Starts issuer, subgraphs, router and demo tenants on free ports and on databases of their own.
 * @param server superuser's URL of a PostgreSQL; that of this test run unless given
 */
export async function startTestPlatform(
  { settings: given, ...options }: TestPlatformOptions = {},
  server?: string,
): Promise<TestPlatform> {
  const databaseServerUrl = server ?? (await testDatabaseServer());
  const databasePrefix = `p${randomBytes(4).toString('hex')}_`;
  const dataDir = await mkdtemp(join(tmpdir(), 'inopsio-platform-'));
  // Tests, trials and benches send as much as they like; those of the limits turn them on.
  const settings = { RATE_LIMITS: 'off', ...given };
  const defaults = loadConfig(settings);
  const removeAll = async () => {
    await removeDatabases(databaseServerUrl, databasePrefix);
    await rm(dataDir, { recursive: true, force: true });
  };
  const config = {
    ...defaults,
    dataDir,
    databaseServerUrl,
    databasePrefix,
    port: 0,
    issuerPort: 0,
    tenantHostSuffix: 'inopsio.test',
    subgraphs: defaults.subgraphs.map((subgraph) => ({ ...subgraph, port: 0 })),
  };
  const platform = await startPlatform(config, options).catch(async (error: unknown) => {
    await removeAll();
    throw error;
  });
  return {
    ...platform,
    settings,
    dataDir,
    databasePrefix,
    token: (tenant, user) => demoToken(platform.issuer!, { tenant, user }),
    async close() {
      await platform.close();
      await removeAll();
    },
  };
}

/** Databases first: roles own nothing any more when those are gone. */
async function removeDatabases(serverUrl: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const databases = await client.query('SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)', [
      prefix,
    ]);
    for (const { name } of databases.rows)
      await client.query(`DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    const roles = await client.query('SELECT rolname AS name FROM pg_roles WHERE starts_with(rolname, $1)', [prefix]);
    if (roles.rows.length > 0) {
      await client.query(`DROP ROLE ${roles.rows.map(({ name }) => pg.escapeIdentifier(name)).join(', ')}`);
    }
  } finally {
    await client.end();
  }
}
