import type { Pool, PoolClient } from 'pg';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { applyMigrations, checksumOf, type MigrationTarget, migrationRecord } from './applyMigrations.ts';
import { migrationsIn } from './migrationsIn.ts';
import { protectSharedTables } from './protectSharedTables.ts';
import { removeTenant } from './removeTenant.ts';
import type { StoreDefinition } from './storeDefinition.ts';
import { type TenantNames, tenantNames } from './tenantNames.ts';
import { withAdvisoryLock } from './withAdvisoryLock.ts';

/** What one run over all tenants has done so far. */
export interface MigrationProgress {
  readonly total: number;
  readonly done: number;
  /** Tenants whose migration failed, with the reason; the others are not held up by them. */
  readonly failed: ReadonlyMap<string, Error>;
}

/** The schemas of one subgraph database as their owner sees them. */
export class TenantSchemas {
  readonly #pool: Pool;
  readonly #prefix: string;
  readonly #definition: StoreDefinition;
  /** Digest of all tenant migrations: a tenant that has seen it needs none. */
  readonly #current: string;

  /** @param pool connections of the owner */
  constructor(pool: Pool, prefix: string, definition: StoreDefinition) {
    this.#pool = pool;
    this.#prefix = prefix;
    this.#definition = definition;
    this.#current = checksumOf(definition.migrations.map(({ name, up }) => `${name}\n${up}`).join('\n'));
  }

  /**
   * Makes schema `shared` and runs its migrations.
   * @throws CodedError MIGRATION_CHANGED, MIGRATION_FAILED, MIGRATION_INVALID, STORE_UNAVAILABLE
   */
  async prepareShared(): Promise<void> {
    const tenants_role = `${this.#prefix}_tenants`;
    const shared = { schema: 'shared', names: { tenants_role } };
    await withAdvisoryLock(this.#pool, 'migrate shared', async (client) => {
      await client.query(migrationRecord);
      await applyMigrations(
        client,
        { ...shared, scope: 'kit' },
        migrationsIn(import.meta.dirname, 'shared-migrations'),
      );
      await applyMigrations(client, { ...shared, scope: 'shared' }, this.#definition.sharedMigrations ?? []);
      await protectSharedTables(client, tenants_role);
    });
  }

  /**
   * Makes role and schema of a tenant and migrates it; what is there already stays.
   * @returns whether the tenant's first data has yet to be seeded
   * @throws CodedError TENANT_ID_INVALID, TENANT_DELETED, MIGRATION_CHANGED, MIGRATION_FAILED, MIGRATION_INVALID, STORE_UNAVAILABLE
   */
  async ensure(tenantId: string): Promise<{ fresh: boolean }> {
    const names = tenantNames(this.#prefix, tenantId);
    const known = await this.#state(this.#pool, names);
    if (known?.current) return { fresh: !known.ready };
    return withAdvisoryLock(this.#pool, `migrate ${names.schema}`, async (client) => {
      const state = await this.#state(client, names);
      if (!state && (await this.isRemoved(names.tenantId, client))) throw new CodedError('TENANT_DELETED');
      if (!state) await this.#create(client, names);
      if (!state?.current) await this.#migrate(client, names);
      return { fresh: !state?.ready };
    });
  }

  /**
   * Removes a tenant for good, together with the event that tells of it; repeated, it does nothing and tells nobody.
   * @throws CodedError TENANT_ID_INVALID, STORE_UNAVAILABLE, STORE_CONTENTION
   */
  async remove(tenantId: string, announcement: EventRecord): Promise<boolean> {
    return removeTenant(this.#pool, this.#prefix, tenantNames(this.#prefix, tenantId), announcement);
  }

  /** Whether the tenant was removed, or is being removed. */
  async isRemoved(tenantId: string, client: Pool | PoolClient = this.#pool): Promise<boolean> {
    const { rowCount } = await client.query('SELECT FROM shared.removed_tenants WHERE tenant_id = $1', [tenantId]);
    return rowCount === 1;
  }

  /** Notes that the tenant is complete; from now on it is among `list`. */
  async markReady(tenantId: string): Promise<void> {
    await this.#pool.query('UPDATE shared.tenants SET ready_at = coalesce(ready_at, now()) WHERE tenant_id = $1', [
      tenantId,
    ]);
  }

  /** Identifiers of the tenants that are ready, oldest first. */
  async list(): Promise<string[]> {
    const { rows } = await this.#pool.query<{ tenant_id: string }>(
      'SELECT tenant_id FROM shared.tenants WHERE ready_at IS NOT NULL ORDER BY created_at, tenant_id',
    );
    return rows.map((row) => row.tenant_id);
  }

  /**
   * Migrates every tenant that has not seen all migrations. An interrupted run is taken up by the next.
   * @param onProgress called after each tenant
   */
  async migrateAll(onProgress?: (progress: MigrationProgress) => void): Promise<MigrationProgress> {
    const { rows } = await this.#pool.query<{ tenant_id: string }>(
      'SELECT tenant_id FROM shared.tenants WHERE migrated_to IS DISTINCT FROM $1 ORDER BY created_at, tenant_id',
      [this.#current],
    );
    const failed = new Map<string, Error>();
    let done = 0;
    for (const { tenant_id } of rows) {
      await this.ensure(tenant_id).catch((error: Error) => failed.set(tenant_id, error));
      done += 1;
      onProgress?.({ total: rows.length, done, failed });
    }
    return { total: rows.length, done, failed };
  }

  async #state(
    client: Pool | PoolClient,
    { tenantId }: TenantNames,
  ): Promise<{ current: boolean; ready: boolean } | undefined> {
    const { rows } = await client.query<{ current: boolean; ready: boolean }>(
      `SELECT migrated_to IS NOT DISTINCT FROM $2 AS current, ready_at IS NOT NULL AS ready
       FROM shared.tenants WHERE tenant_id = $1`,
      [tenantId, this.#current],
    );
    return rows[0];
  }

  /** The role may be taken by the login role but gives it nothing by itself (INHERIT FALSE). */
  async #create(client: PoolClient, { tenantId, role, schema }: TenantNames): Promise<void> {
    // A database that was restored finds the roles of its server still there.
    const { rows } = await client.query<{ there: boolean }>('SELECT to_regrole($1) IS NOT NULL AS there', [role]);
    await client.query(`
      BEGIN;
      ${rows[0]!.there ? '' : `CREATE ROLE ${role} NOLOGIN;`}
      GRANT ${role} TO ${this.#prefix}_app WITH INHERIT FALSE, SET TRUE;
      GRANT ${this.#prefix}_tenants TO ${role} WITH INHERIT TRUE, SET FALSE;
      CREATE SCHEMA IF NOT EXISTS ${schema};
      GRANT USAGE ON SCHEMA ${schema} TO ${role};
      ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role};
      ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT USAGE ON SEQUENCES TO ${role};
      ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT EXECUTE ON FUNCTIONS TO ${role};
      INSERT INTO shared.tenants (tenant_id) VALUES ('${tenantId}');
      COMMIT`);
  }

  async #migrate(client: PoolClient, { tenantId, role, schema }: TenantNames): Promise<void> {
    const target: MigrationTarget = { scope: schema, schema, names: { tenant_role: role } };
    await applyMigrations(client, target, this.#definition.migrations);
    await client.query('UPDATE shared.tenants SET migrated_to = $2 WHERE tenant_id = $1', [tenantId, this.#current]);
  }
}
