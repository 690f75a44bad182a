import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventContracts } from '#generated/events.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { createPersonalData } from '#platform/pii/createPersonalData.ts';
import { type MasterKeys, newMasterKey, parseMasterKeys } from '#platform/pii/masterKeys.ts';
import { openTenantKeys } from '#platform/pii/postgres/openTenantKeys.ts';
import { databasePasswords } from '../databasePasswords.ts';
import { ownDatabase } from '../ownDatabase.ts';
import type { Part } from '../part.ts';
import type { PlatformState } from '../platformState.ts';
import { secretFile } from '../secretFile.ts';

/** The tenants' data keys, on a database of their own, and what they protect: personal data in events. */
export const personalData: Part = {
  name: 'keys of personal data',
  async start(state) {
    const { masterKeysFile, dataDir, keysDatabaseUrl } = state.config;
    const [masterKeys, connectionString] = await Promise.all([
      masterKeysFile
        ? readConfigured(masterKeysFile)
        : secretFile(join(dataDir, 'keys', 'master-keys'), parseMasterKeys, () => newMasterKey('m1')),
      keysDatabaseUrl ?? makeDatabase(state),
    ]);
    const keys = await openTenantKeys({ connectionString, masterKeys, logger: state.loggerOf('keys') });
    state.personalData.value = createPersonalData(keys, eventContracts);
    return () => keys.close();
  },
};

async function makeDatabase({ config, databaseServerUrl }: PlatformState): Promise<string> {
  const passwordOf = await databasePasswords(config.dataDir);
  return ownDatabase(databaseServerUrl.value, `${config.databasePrefix}keys`, passwordOf('keys/owner'));
}

async function readConfigured(file: string): Promise<MasterKeys> {
  try {
    return parseMasterKeys(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = (error as Error).message;
    throw new CodedError('CONFIG_INVALID', { message: `MASTER_KEYS_FILE names ${file}: ${reason}.` });
  }
}
