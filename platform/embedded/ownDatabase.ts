import pg from 'pg';

/**
 * Makes a database and the login role `<name>_owner` that owns it, unless they are there; the password is set anew.
 * Nobody else may connect.
 *
 * @param superuserUrl a superuser of the server
 * @param name of the database; lower-case letters, digits and _
 * @returns the database's URL as its owner
 */
export async function ownDatabase(superuserUrl: string, name: string, password: string): Promise<string> {
  const owner = `${name}_owner`;
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const role = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [owner]);
    const verb = role.rowCount ? 'ALTER' : 'CREATE';
    await client.query(`${verb} ROLE ${pg.escapeIdentifier(owner)} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
    const database = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (!database.rowCount) {
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER ${pg.escapeIdentifier(owner)}`);
      await client.query(`REVOKE ALL ON DATABASE ${pg.escapeIdentifier(name)} FROM PUBLIC`);
    }
  } finally {
    await client.end();
  }
  const url = new URL(superuserUrl);
  url.username = owner;
  url.password = encodeURIComponent(password);
  url.pathname = `/${name}`;
  return url.href;
}
