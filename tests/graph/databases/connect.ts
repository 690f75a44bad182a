import pg from 'pg';
import type { TestPlatform } from '../../platform.ts';

/** A superuser's connection to a database of the platform. */
export async function connect({ databaseServerUrl, databasePrefix }: TestPlatform, name: string): Promise<pg.Client> {
  const url = new URL(databaseServerUrl);
  url.pathname = `/${databasePrefix}${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}
