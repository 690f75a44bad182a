import type { Pool, PoolClient } from 'pg';
import { storeFailure } from './storeFailure.ts';

/**
 * Runs `work` while this process alone holds the named lock of the database; others wait for it.
 * The lock ends with its connection, so a process that dies leaves none behind.
 *
 * @throws CodedError STORE_UNAVAILABLE, or what `work` throws
 */
export async function withAdvisoryLock<R>(
  pool: Pool,
  name: string,
  work: (client: PoolClient) => Promise<R>,
): Promise<R> {
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw storeFailure(error);
  }
  let clean = false;
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]);
    const result = await work(client);
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
    clean = true;
    return result;
  } catch (error) {
    throw storeFailure(error);
  } finally {
    // Destroying a connection that met an error also frees the lock.
    client.release(!clean);
  }
}
