import type { StoreRuntime } from './openStore.ts';
import type { StoreDefinition } from './storeDefinition.ts';
import { storePool } from './storePool.ts';
import { rolePrefixOf } from './tenantNames.ts';
import { type MigrationProgress, TenantSchemas } from './tenantSchemas.ts';

/**
 * Brings schema `shared` and the schemas of all tenants of a subgraph to the program's version, beside a running
 * subgraph or before it starts. Each migration is a transaction of its own, so a run that was interrupted is taken up
 * by the next; a tenant that fails does not hold up the others.
 *
 * @param onProgress called after each tenant
 * @returns what was done; tenants that failed with their reason
 * @throws CodedError MIGRATION_CHANGED, MIGRATION_FAILED, MIGRATION_INVALID for schema `shared`; STORE_UNAVAILABLE
 */
export async function migrateAllTenants(
  definition: StoreDefinition,
  runtime: StoreRuntime,
  onProgress?: (progress: MigrationProgress) => void,
): Promise<MigrationProgress> {
  const prefix = rolePrefixOf(runtime.databaseUrl);
  const name = `${prefix} migrations`;
  const pool = storePool({ url: runtime.adminUrl, size: 2, logger: runtime.logger, name, answerWithinMs: 0 });
  try {
    const schemas = new TenantSchemas(pool, prefix, definition);
    await schemas.prepareShared();
    return await schemas.migrateAll(onProgress);
  } finally {
    await pool.end();
  }
}
