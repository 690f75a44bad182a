import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import type { PersonalData } from '#platform/pii/personalData.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import { openStore, type StoreRuntime } from '../tenancy/openStore.ts';
import { prepareDatabase } from '../tenancy/prepareDatabase.ts';
import type { Store } from '../tenancy/store.ts';
import type { StoreDefinition } from '../tenancy/storeDefinition.ts';
import { clearPersonalData } from './clearPersonalData.ts';

/** Two tenants that every test store has. */
export const tenantA = '01890000-0000-7000-8000-0000000000aa';
/** The other one. */
export const tenantB = '01890000-0000-7000-8000-0000000000bb';

/** A store on a PostgreSQL database of its own. */
export interface TestStore {
  readonly store: Store;
  readonly runtime: StoreRuntime;
  /** Connection string of the superuser for the same database. */
  readonly superuserUrl: string;
  /** Events that transactions recorded and no relay has taken yet, in their order, without those of provisioning. */
  recorded(): Promise<EventRecord[]>;
  /** Closes the store and removes database and roles. */
  close(): Promise<void>;
}

/**
 * Opens a store of a definition on a new, hardened database and provisions tenantA and tenantB in it.
 * @param options `poolSize` as in production; `tenants` other tenants, or none; `personalData` where encryption matters
 */
export async function startTestStore(
  definition: StoreDefinition,
  options: { poolSize?: number; tenants?: readonly string[]; personalData?: PersonalData } = {},
): Promise<TestStore> {
  const database = await createTestDatabase(definition.name);
  // Roles belong to the whole server, so each test database has its own.
  const name = `${definition.name.slice(0, 15)}_${randomBytes(5).toString('hex')}`;
  const urls = await prepareDatabase({
    superuserUrl: database.url,
    name,
    database: new URL(database.url).pathname.slice(1),
    ownerPassword: randomBytes(9).toString('hex'),
    appPassword: randomBytes(9).toString('hex'),
  });
  const { poolSize, personalData = clearPersonalData } = options;
  const runtime: StoreRuntime = { ...urls, logger: nullLogger, poolSize, personalData };
  const store = await openStore({ definition, runtime });
  for (const tenantId of options.tenants ?? [tenantA, tenantB]) await store.provision(tenantId);
  return {
    store,
    runtime,
    superuserUrl: database.url,
    recorded: async () => {
      const rows = await asSuperuser(database.url, 'SELECT event FROM shared.outbox ORDER BY seq');
      return rows.map((row) => row.event as EventRecord).filter((event) => event.topic !== 'tenant.provisioned');
    },
    close: async () => {
      await store.close();
      await removeRolesWith(database, name);
    },
  };
}

async function removeRolesWith(database: { url: string; drop(): Promise<void> }, prefix: string): Promise<void> {
  const server = new URL(database.url);
  server.pathname = '/postgres';
  const roles = await asSuperuser(
    database.url,
    `SELECT rolname FROM pg_roles WHERE rolname ~ '^${prefix}_(t_.*|app|owner|tenants)$'`,
  );
  await database.drop();
  if (roles.length > 0) await asSuperuser(server.href, `DROP ROLE ${roles.map((row) => row.rolname).join(', ')}`);
}

async function asSuperuser(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
