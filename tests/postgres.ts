import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A database of one test. */
export interface TestDatabase {
  /** Connection string of the superuser for this database. */
  readonly url: string;
  /** Removes the database, ending connections that are still open. */
  drop(): Promise<void>;
}

/** Gives the superuser's connection string of the PostgreSQL server of this test run. */
export async function testDatabaseServer(): Promise<string> {
  const url = process.env.TEST_POSTGRES_URL;
  if (!url) throw new Error('TEST_POSTGRES_URL is not set: run tests by jest, whose global setup starts PostgreSQL.');
  return url;
}

/**
 * Makes an empty database.
 * @param name begins the database's name, which a random part makes unique
 */
export async function createTestDatabase(name = 'test'): Promise<TestDatabase> {
  const server = await testDatabaseServer();
  const database = `${name
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '_')
    .slice(0, 40)}_${randomBytes(5).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${database}`);
  const url = new URL(server);
  url.pathname = `/${database}`;
  return { url: url.href, drop: () => onServer(server, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`) };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
