import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { CodedError } from '#platform/errors/codedError.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { MasterKeys } from '../masterKeys.ts';
import type { DataKey, TenantKeys } from '../tenantKeys.ts';
import { cachedTenantKeys } from './cachedTenantKeys.ts';
import { keyTables } from './keyTables.ts';

/** What the keys are opened with. */
export interface TenantKeysOptions {
  /** The database of the keys, as its owner. */
  readonly connectionString: string;
  readonly masterKeys: MasterKeys;
  /** A present key older than this is replaced when it is asked for next; 90 days unless given. */
  readonly rotateAfterDays?: number;
  readonly logger: Logger;
}

interface Row {
  readonly key_id: string;
  readonly tenant_id: string;
  readonly wrapped: Buffer;
  readonly master_key_id: string;
}

const columns = 'key_id, tenant_id, wrapped, master_key_id';

/**
 * Opens the data keys in a PostgreSQL database of their own, where they lie wrapped by a master key, and keeps those in
 * use in memory for up to a minute.
 * @throws CodedError PERSONAL_DATA_KEYS_UNAVAILABLE
 */
export async function openTenantKeys(options: TenantKeysOptions): Promise<TenantKeys> {
  const { connectionString, masterKeys, logger, rotateAfterDays = 90 } = options;
  const pool = new pg.Pool({
    connectionString,
    max: 3,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 5_000,
    query_timeout: 6_000,
  });
  pool.on('error', (error) => logger.warn({ err: error }, 'a connection to the data keys was lost'));
  const unwrap = (row: Row): DataKey =>
    masterKeys.unwrap(row.tenant_id, { keyId: row.key_id, masterKeyId: row.master_key_id, bytes: row.wrapped });

  async function transact<R>(work: (client: pg.PoolClient) => Promise<R>): Promise<R> {
    let client: pg.PoolClient | undefined;
    try {
      client = await pool.connect();
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      client?.release(true);
      throw error instanceof CodedError ? error : new CodedError('PERSONAL_DATA_KEYS_UNAVAILABLE', { cause: error });
    }
  }

  /** Locks the tenant against other changes of its keys. */
  async function lockTenant(client: pg.PoolClient, tenantId: string): Promise<void> {
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('data-keys ' || $1, 0))", [tenantId]);
    const { rowCount } = await client.query('SELECT FROM shredded_tenants WHERE tenant_id = $1', [tenantId]);
    if (rowCount) throw new CodedError('TENANT_SHREDDED', { details: { tenantId } });
  }

  async function replaceKey(client: pg.PoolClient, tenantId: string): Promise<DataKey> {
    await client.query('UPDATE data_keys SET retired_at = now() WHERE tenant_id = $1 AND retired_at IS NULL', [
      tenantId,
    ]);
    const key = { id: uuidv7(), bytes: randomBytes(32) };
    await client.query(`INSERT INTO data_keys (${columns}) VALUES ($1, $2, $3, $4)`, [
      key.id,
      tenantId,
      masterKeys.wrap(tenantId, key),
      masterKeys.presentId,
    ]);
    return key;
  }

  const find = async (client: pg.PoolClient, condition: string, params: unknown[]) => {
    const { rows } = await client.query<Row>(`SELECT ${columns} FROM data_keys WHERE ${condition}`, params);
    return rows[0] && unwrap(rows[0]);
  };

  await transact((client) => client.query(keyTables)).catch(async (error) => {
    await pool.end();
    throw error;
  });
  return cachedTenantKeys({
    present: (tenantId) =>
      transact(async (client) => {
        await lockTenant(client, tenantId);
        const young = 'tenant_id = $1 AND retired_at IS NULL AND created_at > now() - make_interval(days => $2)';
        return (await find(client, young, [tenantId, rotateAfterDays])) ?? (await replaceKey(client, tenantId));
      }),
    find: (tenantId, keyId) => transact((client) => find(client, 'tenant_id = $1 AND key_id = $2', [tenantId, keyId])),
    rotate: (tenantId) =>
      transact(async (client) => {
        await lockTenant(client, tenantId);
        await replaceKey(client, tenantId);
      }),
    shred: (tenantId) =>
      transact(async (client) => {
        await client.query("SELECT pg_advisory_xact_lock(hashtextextended('data-keys ' || $1, 0))", [tenantId]);
        await client.query('INSERT INTO shredded_tenants (tenant_id) VALUES ($1) ON CONFLICT DO NOTHING', [tenantId]);
        await client.query('DELETE FROM data_keys WHERE tenant_id = $1', [tenantId]);
      }),
    rewrap: () =>
      transact(async (client) => {
        const { rows } = await client.query<Row>(
          `SELECT ${columns} FROM data_keys WHERE master_key_id <> $1 FOR UPDATE`,
          [masterKeys.presentId],
        );
        for (const row of rows) {
          const wrapped = masterKeys.wrap(row.tenant_id, unwrap(row));
          await client.query('UPDATE data_keys SET wrapped = $2, master_key_id = $3 WHERE key_id = $1', [
            row.key_id,
            wrapped,
            masterKeys.presentId,
          ]);
        }
        return rows.length;
      }),
    close: () => pool.end(),
  });
}
