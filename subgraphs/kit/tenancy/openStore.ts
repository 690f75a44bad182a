import type { Logger } from '#platform/logs/logger.ts';
import type { PersonalData } from '#platform/pii/personalData.ts';
import { assertPrepared } from './assertPrepared.ts';
import { entityManagers } from './entityManagers.ts';
import { PooledStore } from './pooledStore.ts';
import type { Store } from './store.ts';
import type { StoreDefinition } from './storeDefinition.ts';
import { storePool } from './storePool.ts';
import { rolePrefixOf } from './tenantNames.ts';
import { TenantSchemas } from './tenantSchemas.ts';

/** What a store needs from the process that runs it. */
export interface StoreRuntime {
  /** The database as its login role `<name>_app`. */
  readonly databaseUrl: string;
  /** The same database as its owner `<name>_owner`. */
  readonly adminUrl: string;
  readonly logger: Logger;
  /** Protects the personal data of events: they are encrypted before they are stored. */
  readonly personalData: PersonalData;
  /** Most sessions at once; 10 unless given. Further ones wait up to 5 s for a connection. */
  readonly poolSize?: number;
}

/** Above the server's statement timeout of 5 s: only an answer that will never come ends a connection. */
const defaultAnswerWithinMs = 7_000;
/** No statement of a migration takes longer; a connection that was lost without a word is given up then. */
const migratedWithinMs = 600_000;

/**
 * Opens the store of a subgraph: brings schema `shared` and every tenant's schema to the program's version, then
 * gives sessions. A tenant whose migration fails is logged and gets no sessions; the others are served.
 *
 * @throws CodedError STORE_NOT_PREPARED, STORE_UNAVAILABLE, MIGRATION_CHANGED, MIGRATION_FAILED, MIGRATION_INVALID
 */
export async function openStore(options: { definition: StoreDefinition; runtime: StoreRuntime }): Promise<Store> {
  const { definition, runtime } = options;
  const { logger } = runtime;
  const prefix = rolePrefixOf(runtime.databaseUrl);
  const admin = storePool({
    url: runtime.adminUrl,
    size: 2,
    logger,
    name: `${prefix} owner`,
    answerWithinMs: migratedWithinMs,
  });
  const pool = storePool({
    url: runtime.databaseUrl,
    size: runtime.poolSize ?? 10,
    logger,
    name: prefix,
    answerWithinMs: defaultAnswerWithinMs,
  });
  try {
    await assertPrepared(pool);
    const schemas = new TenantSchemas(admin, prefix, definition);
    await schemas.prepareShared();
    const { failed } = await schemas.migrateAll(({ done, total }) => {
      if (done % 100 === 0 || done === total) logger.info({ done, total }, 'migrating tenants');
    });
    for (const [tenantId, error] of failed) logger.error({ tenantId, err: error }, 'a tenant could not be migrated');
    const managerOf = await entityManagers([...definition.entities, ...(definition.sharedEntities ?? [])]);
    const { personalData } = runtime;
    return new PooledStore({ definition, prefix, pool, admin, schemas, managerOf, logger, personalData, failed });
  } catch (error) {
    await Promise.all([pool.end(), admin.end()]);
    throw error;
  }
}
