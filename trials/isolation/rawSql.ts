import pg from 'pg';
import { connect } from '#tests/graph/databases/connect.ts';
import { schemaOf, type TenantRows } from '#tests/graph/databases/tenantRows.ts';
import type { TestPlatform } from '#tests/platform.ts';

/** What came of raw SQL under another tenant's session. */
export interface RawSqlOutcome {
  /** Statements that PostgreSQL refused for want of a privilege. */
  readonly refused: number;
  /** Statements that it did not refuse, or refused for another reason. */
  readonly breaches: readonly string[];
}

const insufficientPrivilege = '42501';

/**
 * Tries to read and change every table of the victim with the rights of the attacker's session, and of the login role
 * itself, in each subgraph's database. Goes past the kit's session and its guard, so that PostgreSQL alone has to refuse.
 */
export async function tryRawSql(
  platform: TestPlatform,
  attackerId: string,
  victimId: string,
  victim: TenantRows,
): Promise<RawSqlOutcome> {
  let refused = 0;
  const breaches: string[] = [];
  for (const [subgraph, { databaseUrl }] of platform.databases) {
    const { roles, sharedTables } = await setting(platform, subgraph, attackerId);
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const attempt = async (role: string, sql: string, harmless?: string) => {
      const outcome = await inSession(client, role, sql);
      if (outcome === insufficientPrivilege) refused++;
      else if (outcome !== harmless) breaches.push(`${subgraph} as ${role}: ${sql} gave ${outcome}`);
    };
    try {
      for (const role of roles) {
        for (const table of victim.tables.get(subgraph) ?? []) {
          const name = `${schemaOf(victimId)}.${pg.escapeIdentifier(table)}`;
          for (const sql of statementsOn(name)) await attempt(role, sql);
        }
        for (const table of sharedTables) await attempt(role, sharedRows(table, victimId), '0 rows');
      }
    } finally {
      await client.end();
    }
  }
  return { refused, breaches };
}

function statementsOn(table: string): string[] {
  return [
    `SELECT * FROM ${table}`,
    `SELECT count(*) FROM ${table}`,
    `SELECT t::text FROM ${table} t LIMIT 1`,
    `INSERT INTO ${table} SELECT * FROM ${table}`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
    `CREATE VIEW stolen AS TABLE ${table}`,
  ];
}

/** The attacker's role, and the login role that every session begins with; with the tables that tenants share. */
async function setting(platform: TestPlatform, subgraph: string, tenantId: string) {
  const client = await connect(platform, subgraph);
  const login = decodeURIComponent(new URL(platform.databases.get(subgraph)!.databaseUrl).username);
  const role = login.replace(/_app$/, `_t_${tenantId.replaceAll('-', '')}`);
  try {
    const known = await client.query('SELECT FROM pg_roles WHERE rolname = ANY ($1)', [[role, login]]);
    if (known.rowCount !== 2) throw new Error(`${subgraph} lacks the role ${role} or ${login}`);
    const shared = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'shared' ORDER BY 1",
    );
    return { roles: [role, login], sharedTables: shared.rows.map(({ name }) => name) };
  } finally {
    await client.end();
  }
}

/** Runs one statement as a role; gives PostgreSQL's error code, or the number of rows. */
async function inSession(client: pg.Client, role: string, sql: string): Promise<string> {
  await client.query(`BEGIN; SET LOCAL ROLE ${pg.escapeIdentifier(role)}`);
  try {
    return `${(await client.query(sql)).rowCount} rows`;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Reads the victim's rows of a table that tenants share. */
function sharedRows(table: string, victimId: string): string {
  return `SELECT t::text FROM shared.${pg.escapeIdentifier(table)} t WHERE t::text LIKE '%${victimId}%'`;
}
