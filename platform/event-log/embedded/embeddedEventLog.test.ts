import { createTestDatabase } from '#tests/postgres.ts';
import { eventLogContract } from '../contract/eventLogContract.ts';
import { openLog } from './openForContract.ts';

eventLogContract('embedded on PostgreSQL', async () => {
  const database = await createTestDatabase('event_log');
  return {
    open: () => openLog(database.url),
    opener: { module: import.meta.resolve('./openForContract.ts'), argument: database.url },
    dispose: database.drop,
  };
});
