import { eventContracts } from '#generated/events.ts';
import { createPersonalData } from '#platform/pii/createPersonalData.ts';
import { databasePasswords } from '../databasePasswords.ts';
import { openConfiguredKeys } from '../openConfiguredKeys.ts';
import { ownDatabase } from '../ownDatabase.ts';
import type { Part } from '../part.ts';
import type { PlatformState } from '../platformState.ts';

/** The tenants' data keys, on a database of their own, and what they protect: personal data in events. */
export const personalData: Part = {
  name: 'keys of personal data',
  async start(state) {
    const connectionString = state.config.keysDatabaseUrl ?? (await makeDatabase(state));
    const keys = await openConfiguredKeys(state.config, connectionString, state.loggerOf('keys'));
    state.personalData.value = createPersonalData(keys, eventContracts);
    return () => keys.close();
  },
};

async function makeDatabase({ config, databaseServerUrl }: PlatformState): Promise<string> {
  const passwordOf = await databasePasswords(config.dataDir);
  return ownDatabase(databaseServerUrl.value, `${config.databasePrefix}keys`, passwordOf('keys/owner'));
}
