import type { EntitySchema } from 'typeorm';
import type { TenantMigration } from './tenantMigration.ts';
import type { TenantTransaction } from './tenantSession.ts';

/** What a subgraph says about its store. */
export interface StoreDefinition {
  /** Folder, SDL folder and name in supergraph.yaml: lower case, e.g. `crm`. */
  readonly name: string;
  /** Tables of each tenant's own schema; they name no schema, since the session's search path decides. */
  readonly entities: readonly EntitySchema[];
  /** Tables of schema `shared`, each with a column `tenant_id`; row-level security is put on them by the kit. */
  readonly sharedEntities?: readonly EntitySchema[];
  /** Run in order, once per tenant schema. */
  readonly migrations: readonly TenantMigration[];
  /** Run in order, once per database, in schema `shared`. */
  readonly sharedMigrations?: readonly TenantMigration[];
  /** Runs once for each new tenant, in its session: what a tenant finds there on its first day. */
  readonly onProvision?: (transaction: TenantTransaction) => Promise<void>;
}
