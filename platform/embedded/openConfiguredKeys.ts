import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#platform/config/loadConfig.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { type MasterKeys, newMasterKey, parseMasterKeys } from '#platform/pii/masterKeys.ts';
import { openTenantKeys } from '#platform/pii/postgres/openTenantKeys.ts';
import type { TenantKeys } from '#platform/pii/tenantKeys.ts';
import { secretFile } from './secretFile.ts';

/**
 * Opens the tenants' data keys with the master keys that the configuration names, or with those of the data folder,
 * which are made when they are missing.
 * @throws CodedError CONFIG_INVALID, DATA_FOLDER_DAMAGED, PERSONAL_DATA_KEYS_UNAVAILABLE
 */
export async function openConfiguredKeys(
  { masterKeysFile, dataDir }: Pick<Config, 'masterKeysFile' | 'dataDir'>,
  connectionString: string,
  logger: Logger,
): Promise<TenantKeys> {
  const masterKeys = masterKeysFile
    ? await readConfigured(masterKeysFile)
    : await secretFile(join(dataDir, 'keys', 'master-keys'), parseMasterKeys, () => newMasterKey('m1'));
  return openTenantKeys({ connectionString, masterKeys, logger });
}

async function readConfigured(file: string): Promise<MasterKeys> {
  try {
    return parseMasterKeys(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = (error as Error).message;
    throw new CodedError('CONFIG_INVALID', { message: `MASTER_KEYS_FILE names ${file}: ${reason}.` });
  }
}
