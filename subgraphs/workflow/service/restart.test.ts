import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestStore, type TestStore, tenantA } from '#kit/testkit/startTestStore.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { workflow } from '../index.ts';
import type { DefinitionRow } from '../infrastructure/definitions.ts';
import type { InstanceRow } from '../infrastructure/instances.ts';
import { processXml } from '../testkit/processXml.ts';
import { completeTask } from './completeTask.ts';
import { deployProcess } from './deployProcess.ts';
import { startProcess } from './startProcess.ts';
import { timerClock } from './timerClock.ts';

const user = '01890000-0000-7000-8000-000000000001';
const hangingProcess = fileURLToPath(new URL('../testkit/completeAndHang.ts', import.meta.url));

let backing: TestStore;
beforeAll(async () => {
  backing = await startTestStore(workflow);
});
afterAll(() => backing.close());

async function startOf(xml: string): Promise<InstanceRow> {
  const transact: Parameters<typeof deployProcess>[0] = (work) => backing.store.transact(tenantA, work);
  const { id } = (await deployProcess(transact, user, { bpmnXml: xml })) as DefinitionRow;
  return (await transact((t) => startProcess(t, user, { definitionId: id }))) as InstanceRow;
}

const statusOf = async (instanceId: string) => {
  const sql = 'SELECT status FROM instances WHERE id = $1';
  const rows = await backing.store.read(tenantA, (session) => session.query<{ status: string }>(sql, [instanceId]));
  return rows[0]!.status;
};

test('a process killed while it advances an instance leaves nothing of it; another goes on, once', async () => {
  const instance = await startOf(
    processXml('<startEvent id="s"/><userTask id="u"/><endEvent id="e"/>', ['s -> u', 'u -> e']),
  );
  const sql = 'SELECT id FROM tasks WHERE instance_id = $1';
  const [task] = await backing.store.read(tenantA, (session) => session.query<{ id: string }>(sql, [instance.id]));
  const { databaseUrl, adminUrl } = backing.runtime;
  const killed = spawn(process.execPath, [hangingProcess, databaseUrl, adminUrl, tenantA, user, task!.id]);
  const [said] = await once(killed.stdout, 'data');
  expect(JSON.parse(String(said))).toMatchObject({ id: task!.id, status: 'COMPLETED' });
  killed.kill('SIGKILL');
  // Waits for the lock of the killed process, which PostgreSQL releases with its connection.
  const completed = await backing.store.transact(tenantA, (t) => completeTask(t, user, { taskId: task!.id }));
  expect(completed).toMatchObject({ status: 'COMPLETED' });
  expect(await statusOf(instance.id)).toBe('COMPLETED');
  const told = (await backing.recorded()).filter(({ payload }) => payload.workflow_id === instance.id);
  expect(told.filter(({ topic }) => topic === 'task.completed')).toHaveLength(1);
  expect(told.filter(({ topic }) => topic === 'workflow.completed')).toHaveLength(1);
});

test('a timer that came due while nothing ran fires when a clock starts', async () => {
  const timer =
    '<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>';
  const instance = await startOf(
    processXml(`<startEvent id="s"/>${timer}<endEvent id="e"/>`, ['s -> wait', 'wait -> e']),
  );
  await backing.store.transact(tenantA, (t) =>
    t.query(`UPDATE waits SET due_at = now() - interval '1 hour' WHERE instance_id = $1`, [instance.id]),
  );
  const fired = Promise.withResolvers<void>();
  // The clock's own store, with a note of when it wrote.
  const transact: typeof backing.store.transact = async (tenantId, work, options) => {
    const result = await backing.store.transact(tenantId, work, options);
    if ((await statusOf(instance.id)) === 'COMPLETED') fired.resolve();
    return result;
  };
  const read: typeof backing.store.read = (tenantId, work) => backing.store.read(tenantId, work);
  const sessions = { transact, read, tenants: () => backing.store.tenants() };
  const host = { logger: nullLogger, sessions, eventLog: null as never, onTenantProvisioned: () => () => {} };
  const clock = await timerClock(host);
  await fired.promise;
  await clock.close();
  expect(await statusOf(instance.id)).toBe('COMPLETED');
});
