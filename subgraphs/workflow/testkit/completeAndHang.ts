import { openStore } from '#kit/tenancy/openStore.ts';
import { clearPersonalData } from '#kit/testkit/clearPersonalData.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { workflow } from '../index.ts';
import { completeTask } from '../service/completeTask.ts';

// A process for tests to kill: completes a task, says so before the transaction commits, and never commits.
const [databaseUrl, adminUrl, tenantId, userId, taskId] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const runtime = { databaseUrl, adminUrl, logger: nullLogger, personalData: clearPersonalData };
const store = await openStore({ definition: workflow, runtime });
await store.transact(tenantId, async (transaction) => {
  const completed = await completeTask(transaction, userId, { taskId });
  process.stdout.write(JSON.stringify(completed));
  await new Promise(() => {});
});
