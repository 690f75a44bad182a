import { createTestTopics } from '#tests/kafka.ts';
import { eventLogContract } from '../contract/eventLogContract.ts';
import { openLog } from './openForContract.ts';

eventLogContract('Kafka', async () => {
  const { brokers, prefix, remove } = await createTestTopics();
  const argument = JSON.stringify({ brokers, prefix });
  return {
    open: () => openLog(argument),
    opener: { module: import.meta.resolve('./openForContract.ts'), argument },
    dispose: remove,
  };
});
