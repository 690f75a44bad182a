import { openEventLog } from '#platform/event-log/openEventLog.ts';
import { databasePasswords } from '../databasePasswords.ts';
import { ownDatabase } from '../ownDatabase.ts';
import type { Part } from '../part.ts';
import type { PlatformState } from '../platformState.ts';

/** The event log that the settings name; the embedded one gets a database of its own. */
export const eventLog: Part = {
  name: 'event log',
  async start(state) {
    const { eventContracts } = await import('#generated/events.ts');
    const log = await openEventLog({
      config: state.config,
      topics: Object.keys(eventContracts),
      connectionString: async () => state.config.eventLogUrl ?? makeDatabase(state),
      logger: state.loggerOf('event-log'),
    });
    state.eventLog.value = log;
    return () => log.close();
  },
};

async function makeDatabase({ config, databaseServerUrl }: PlatformState): Promise<string> {
  const passwordOf = await databasePasswords(config.dataDir);
  return ownDatabase(databaseServerUrl.value, `${config.databasePrefix}event_log`, passwordOf('event_log/owner'));
}
