import pg, { type Client } from 'pg';
import { forbiddenFunctions } from './forbiddenFunctions.ts';

/** Version of the hardening; a database that was given an older one is hardened again. */
export const hardeningVersion = '1';

interface Names {
  readonly owner: string;
  readonly app: string;
}

/**
 * Takes from PUBLIC, in the database of the connection, what would lead a tenant's role out of its session or show
 * it anything of others: catalogs, dangerous functions, languages, temporary tables, the schema public.
 *
 * The owner keeps what it needs (catalogs, advisory locks, notifications); so do monitoring roles. All grants lie in
 * this database; other databases of the server stay as they are.
 *
 * @param client a connection of a superuser, since only the owner of a system object may revoke rights on it
 */
export async function hardenDatabase(client: Client, { owner, app }: Names): Promise<void> {
  const database = pg.escapeIdentifier((await one(client, 'SELECT current_database() AS value'))[0]!);
  const statements = [
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${database} TO ${owner}, ${app}`,
    `GRANT CREATE ON DATABASE ${database} TO ${owner}`,
    'REVOKE ALL ON SCHEMA public, information_schema FROM PUBLIC',
    'REVOKE USAGE ON LANGUAGE sql, plpgsql FROM PUBLIC',
    `GRANT USAGE ON LANGUAGE sql, plpgsql TO ${owner}`,
    ...(await one(client, publicCatalogs)).flatMap((relation) => [
      `GRANT SELECT ON ${relation} TO ${owner}, pg_monitor`,
      `REVOKE ALL ON ${relation} FROM PUBLIC`,
    ]),
    ...(await one(client, publicFunctions, [forbiddenFunctions])).flatMap((signature) => [
      `GRANT EXECUTE ON FUNCTION ${signature} TO ${owner}, pg_monitor`,
      `REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`,
    ]),
    `ALTER DATABASE ${database} SET inopsio.hardening = ${pg.escapeLiteral(hardeningVersion)}`,
  ];
  await client.query(`BEGIN; ${statements.join('; ')}; COMMIT`);
}

/** Catalogs that everybody may read; pg_authid and its like never were among them. */
const publicCatalogs = `
  SELECT DISTINCT c.oid::regclass::text AS value
  FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) acl
  WHERE c.relnamespace IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
    AND c.relkind IN ('r', 'v') AND acl.grantee = 0`;

const publicFunctions = `
  SELECT p.oid::regprocedure::text AS value FROM pg_proc p
  WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND p.proname ~ ANY ($1)
    AND has_function_privilege('public', p.oid, 'EXECUTE')`;

async function one(client: Client, sql: string, params: unknown[] = []): Promise<string[]> {
  const { rows } = await client.query<{ value: string }>(sql, params);
  return rows.map((row) => row.value);
}
