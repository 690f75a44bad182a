import type { ClientBase } from 'pg';
import pg from 'pg';
import { CodedError } from '#platform/errors/codedError.ts';

const unprotectedTables = `
  SELECT c.relname AS name,
    EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.atttypid = 'uuid'::regtype) AS scoped
  FROM pg_class c
  WHERE c.relnamespace = 'shared'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity`;

/**
 * Puts row-level security on each table of schema `shared` that has none yet: a tenant sees and writes the rows of its
 * own `tenant_id` only, and does not have to name it when it inserts.
 *
 * @throws CodedError MIGRATION_INVALID when a table has no column `tenant_id uuid`: it would have no tenant scope
 */
export async function protectSharedTables(client: ClientBase, tenantsRole: string): Promise<void> {
  const { rows } = await client.query<{ name: string; scoped: boolean }>(unprotectedTables);
  const unscoped = rows.filter((row) => !row.scoped).map((row) => row.name);
  if (unscoped.length > 0) {
    throw new CodedError('MIGRATION_INVALID', {
      message: `Tables of schema shared need a column tenant_id uuid; it is missing in ${unscoped.join(', ')}.`,
    });
  }
  for (const { name } of rows) {
    const table = `shared.${pg.escapeIdentifier(name)}`;
    const own = 'tenant_id = (SELECT shared.current_tenant())';
    await client.query(`
      BEGIN;
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} ALTER COLUMN tenant_id SET DEFAULT shared.current_tenant();
      CREATE POLICY tenant_scope ON ${table} TO ${tenantsRole} USING (${own}) WITH CHECK (${own});
      GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${tenantsRole};
      COMMIT`);
  }
}
