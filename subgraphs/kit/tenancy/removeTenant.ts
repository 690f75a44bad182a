import pg, { type Pool, type PoolClient } from 'pg';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import type { TenantNames } from './tenantNames.ts';
import { withAdvisoryLock } from './withAdvisoryLock.ts';

/** Tables of schema `shared` with rows of tenants. What waits in the outbox has happened, and is still told. */
const tenantTables = `
  SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
  WHERE c.relnamespace = 'shared'::regnamespace AND c.relkind IN ('r', 'p') AND NOT a.attisdropped
    AND c.relname NOT IN ('outbox', 'tenants', 'removed_tenants')`;

/** A role that something still depends on, in another database of the server. */
const stillNeeded = '2BP01';

/**
 * Removes a tenant from a subgraph's database for good: schema, rows of common tables, role. May be repeated, and takes up
 * what died in between.
 *
 * First nobody gets sessions of it any more; those that run end. Then everything goes in one transaction, with the
 * event that tells of it.
 *
 * @param pool connections of the owner
 * @param prefix what the names of the database's roles begin with
 * @returns whether there was something to remove
 * @throws CodedError STORE_UNAVAILABLE, STORE_CONTENTION
 */
export async function removeTenant(
  pool: Pool,
  prefix: string,
  names: TenantNames,
  announcement: EventRecord,
): Promise<boolean> {
  return withAdvisoryLock(pool, `migrate ${names.schema}`, async (client) => {
    const { rows } = await client.query<{ done: boolean }>(
      'SELECT removed_at IS NOT NULL AS done FROM shared.removed_tenants WHERE tenant_id = $1',
      [names.tenantId],
    );
    if (rows[0]?.done) return false;
    const hasRole = await roleExists(client, names.role);
    await client.query(`
      BEGIN;
      INSERT INTO shared.removed_tenants (tenant_id) VALUES ('${names.tenantId}') ON CONFLICT DO NOTHING;
      ${hasRole ? `REVOKE ${names.role} FROM ${prefix}_app;` : ''}
      COMMIT`);
    await client.query('BEGIN');
    await deleteRows(client, names);
    // A session that runs has at most its idle timeout of 60 s; then this goes on.
    await client.query(`DROP SCHEMA IF EXISTS ${names.schema} CASCADE`);
    if (hasRole) await dropRole(client, names.role);
    await client.query('UPDATE shared.removed_tenants SET removed_at = now() WHERE tenant_id = $1', [names.tenantId]);
    await client.query('INSERT INTO shared.outbox (tenant_id, event) VALUES ($1, $2)', [
      announcement.header.tenant_id,
      JSON.stringify(announcement),
    ]);
    await client.query('COMMIT');
    return true;
  });
}

async function deleteRows(client: PoolClient, { tenantId, schema }: TenantNames): Promise<void> {
  const { rows } = await client.query<{ name: string }>(tenantTables);
  for (const { name } of rows) {
    // As text: dead letters name tenants that need not be UUIDs.
    await client.query(`DELETE FROM shared.${pg.escapeIdentifier(name)} WHERE tenant_id::text = $1`, [tenantId]);
  }
  await client.query('DELETE FROM shared.migrations WHERE scope = $1', [schema]);
  await client.query('DELETE FROM shared.tenants WHERE tenant_id = $1', [tenantId]);
}

/** A restored copy on the same server has the same roles: the role then stays with the copy, and leads nowhere here. */
async function dropRole(client: PoolClient, role: string): Promise<void> {
  await client.query('SAVEPOINT before_role');
  try {
    await client.query(`DROP ROLE ${role}`);
  } catch (error) {
    if ((error as { code?: string }).code !== stillNeeded) throw error;
    await client.query('ROLLBACK TO SAVEPOINT before_role');
  }
}

async function roleExists(client: PoolClient, role: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regrole($1) IS NOT NULL AS there', [role]);
  return rows[0]!.there;
}
