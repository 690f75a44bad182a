import { createHash } from 'node:crypto';
import pg from 'pg';
import type { TestPlatform } from '../../platform.ts';
import { connect } from './connect.ts';

/** A table that holds rows of one tenant. */
interface TenantTable {
  readonly name: string;
  /** SQL of the tenant's rows in it, called `t`, to put behind FROM. */
  readonly from: string;
}

/** What a tenant owns in the databases, as a superuser sees it. */
export interface TenantRows {
  /** Checksum of the tenant's rows by table, e.g. `crm leads`. */
  readonly checksums: ReadonlyMap<string, string>;
  /** Every UUID that stands in a row of the tenant's own schemas. */
  readonly ids: ReadonlySet<string>;
  /** Tables of the tenant's own schemas, by subgraph. */
  readonly tables: ReadonlyMap<string, readonly string[]>;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The schema of a tenant, the same in each subgraph's database. */
export function schemaOf(tenantId: string): string {
  return `t_${tenantId.replaceAll('-', '')}`;
}

/** Reads everything that a tenant owns. */
export async function readTenantRows(platform: TestPlatform, tenantId: string): Promise<TenantRows> {
  const checksums = new Map<string, string>();
  const ids = new Set<string>();
  const tables = new Map<string, string[]>();
  for (const subgraph of platform.databases.keys()) {
    const client = await connect(platform, subgraph);
    try {
      const [own, shared] = [await ownTables(client, tenantId), await sharedTables(client, tenantId)];
      tables.set(
        subgraph,
        own.map(({ name }) => name),
      );
      for (const { name, from } of [...own, ...shared]) {
        const sql = `SELECT coalesce(string_agg(row, E'\\n' ORDER BY row), '') AS rows FROM (SELECT t::text AS row FROM ${from}) r`;
        const { rows } = (await client.query<{ rows: string }>(sql)).rows[0]!;
        checksums.set(`${subgraph} ${name}`, createHash('sha256').update(rows).digest('hex'));
        if (own.some((table) => table.name === name)) for (const [id] of rows.matchAll(uuid)) ids.add(id);
      }
    } finally {
      await client.end();
    }
  }
  return { checksums, ids, tables };
}

/** Names of the tables whose rows differ. */
export function changedTables(before: TenantRows, after: TenantRows): string[] {
  const names = new Set([...before.checksums.keys(), ...after.checksums.keys()]);
  return [...names].filter((name) => before.checksums.get(name) !== after.checksums.get(name));
}

async function ownTables(client: pg.Client, tenantId: string): Promise<TenantTable[]> {
  const schema = schemaOf(tenantId);
  const { rows } = await client.query<{ name: string }>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1 ORDER BY 1',
    [schema],
  );
  return rows.map(({ name }) => ({ name, from: `${schema}.${pg.escapeIdentifier(name)} t` }));
}

async function sharedTables(client: pg.Client, tenantId: string): Promise<TenantTable[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
      WHERE table_schema = 'shared' AND column_name = 'tenant_id' ORDER BY 1`,
  );
  return rows.map(({ name }) => ({
    name: `shared.${name}`,
    from: `shared.${pg.escapeIdentifier(name)} t WHERE t.tenant_id::text = ${pg.escapeLiteral(tenantId)}`,
  }));
}
