import pg from 'pg';
import { CodedError } from '#platform/errors/codedError.ts';
import { hardenDatabase, hardeningVersion } from './hardenDatabase.ts';

/** What a subgraph's database is made of. */
export interface DatabasePlan {
  /** Connection string of a superuser of the server; its database part does not matter. */
  readonly superuserUrl: string;
  /** Begins the names of all roles, usually the subgraph's name: `crm` gives crm_owner, crm_app, crm_tenants. */
  readonly name: string;
  /** Name of the database; that of the roles unless given. It is made when it is missing. */
  readonly database?: string;
  readonly ownerPassword: string;
  readonly appPassword: string;
}

/** How the subgraph reaches its database. */
export interface PreparedDatabase {
  /** As `<name>_app`, which reaches tenants only by taking their roles. */
  readonly databaseUrl: string;
  /** As `<name>_owner`, which owns schemas and tables and makes roles of tenants. */
  readonly adminUrl: string;
}

const validName = /^[a-z][a-z0-9_]{0,27}$/;

/**
 * Makes the database of a subgraph and its roles, and hardens it for tenants. May be repeated: what is there stays,
 * passwords are set anew. The only step that needs a superuser, since it takes rights on system objects from PUBLIC.
 *
 * @throws CodedError BAD_USER_INPUT when the name does not fit
 * @throws DatabaseError of `pg` when the server refuses
 */
export async function prepareDatabase(plan: DatabasePlan): Promise<PreparedDatabase> {
  const { name, database = name } = plan;
  if (!validName.test(name))
    throw new CodedError('BAD_USER_INPUT', { message: `The role prefix must match ${validName}.` });
  const [owner, app, tenants] = [`${name}_owner`, `${name}_app`, `${name}_tenants`];
  const quoted = pg.escapeIdentifier(database);
  await connected(plan.superuserUrl, async (client) => {
    await client.query(`
      ${roleStatement(owner, 'LOGIN CREATEROLE', plan.ownerPassword, await roleExists(client, owner))};
      ${roleStatement(app, 'LOGIN NOINHERIT', plan.appPassword, await roleExists(client, app))};
      ${roleStatement(tenants, 'NOLOGIN', null, await roleExists(client, tenants))};
      GRANT ${tenants} TO ${owner} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    await client.query(
      rowCount ? `ALTER DATABASE ${quoted} OWNER TO ${owner}` : `CREATE DATABASE ${quoted} OWNER ${owner}`,
    );
    await client.query(sessionDefaults(owner, app, quoted));
  });
  await connected(withDatabase(plan.superuserUrl, database), async (client) => {
    const { rows } = await client.query("SELECT current_setting('inopsio.hardening', true) AS version");
    if (rows[0].version !== hardeningVersion) await hardenDatabase(client, { owner, app });
  });
  return {
    databaseUrl: as(plan.superuserUrl, database, app, plan.appPassword),
    adminUrl: as(plan.superuserUrl, database, owner, plan.ownerPassword),
  };
}

/** Bounds of every session; a tenant's role cannot change them, for it has neither SET nor set_config. */
function sessionDefaults(owner: string, app: string, database: string): string {
  return `
    ALTER ROLE ${app} IN DATABASE ${database} SET statement_timeout = '5s';
    ALTER ROLE ${app} IN DATABASE ${database} SET idle_in_transaction_session_timeout = '60s';
    ALTER ROLE ${app} IN DATABASE ${database} SET jit = off;
    ALTER ROLE ${app} IN DATABASE ${database} SET timezone = 'UTC';
    ALTER ROLE ${owner} IN DATABASE ${database} SET timezone = 'UTC'`;
}

function roleStatement(role: string, attributes: string, password: string | null, exists: boolean): string {
  const secret = password === null ? '' : ` PASSWORD ${pg.escapeLiteral(password)}`;
  return `${exists ? 'ALTER' : 'CREATE'} ROLE ${role} ${attributes}${secret}`;
}

async function roleExists(client: pg.Client, role: string): Promise<boolean> {
  const { rows } = await client.query('SELECT to_regrole($1) IS NOT NULL AS there', [role]);
  return rows[0].there;
}

async function connected(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}

function as(url: string, database: string, user: string, password: string): string {
  const changed = new URL(withDatabase(url, database));
  changed.username = user;
  changed.password = encodeURIComponent(password);
  return changed.href;
}
