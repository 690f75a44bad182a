import type { Pool } from 'pg';
import { CodedError } from '#platform/errors/codedError.ts';
import { hardeningVersion } from './hardenDatabase.ts';
import { storeFailure } from './storeFailure.ts';

/**
 * Proves that the login role meets a hardened database.
 * @throws CodedError STORE_NOT_PREPARED, STORE_UNAVAILABLE
 */
export async function assertPrepared(pool: Pool): Promise<void> {
  const { rows } = await pool
    .query<{ hardening: string | null; loose: boolean }>(
      `SELECT current_setting('inopsio.hardening', true) AS hardening,
         has_function_privilege('pg_catalog.set_config(text, text, boolean)', 'EXECUTE') AS loose`,
    )
    .catch((error) => {
      throw storeFailure(error);
    });
  if (rows[0]?.hardening !== hardeningVersion || rows[0].loose) throw new CodedError('STORE_NOT_PREPARED');
}
