import { isFailure } from '#kit/failures/isFailure.ts';
import { selectList } from '#kit/tables/selectList.ts';
import type { Store } from '#kit/tenancy/store.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import type { DefinitionRow } from '../infrastructure/definitions.ts';
import { type InstanceRow, instances } from '../infrastructure/instances.ts';
import type { WaitRow } from '../infrastructure/waits.ts';
import { waits } from '../infrastructure/waits.ts';
import { cancelInstance } from '../service/cancelInstance.ts';
import { completeTask } from '../service/completeTask.ts';
import { deliverMessage } from '../service/deliverMessage.ts';
import { fireDueTimer } from '../service/fireDueTimer.ts';
import { startProcess } from '../service/startProcess.ts';
import type { SampleValues } from './sampleValues.ts';

/** One run to play. */
export interface Play {
  readonly store: Store;
  readonly tenantId: string;
  /** User id of who does the tasks. */
  readonly player: string;
  readonly definition: DefinitionRow;
  readonly processId: string;
  readonly values: SampleValues;
}

/** Waits that are answered before a process counts as going in circles. */
const most = 50;

/**
 * Starts an instance and answers what it waits for until it ends: tasks first, then messages, then timers, since a
 * timer beside a task is there for the case that nobody does it.
 */
export async function playInstance(play: Play): Promise<{ ended: boolean; detail: string }> {
  const { store, tenantId, player, definition, processId, values } = play;
  const transact = <R>(work: (transaction: TenantTransaction) => Promise<R>) => store.transact(tenantId, work);
  const input = { definitionId: definition.id, processId, variables: values.variables };
  const started = await transact((transaction) => startProcess(transaction, player, input));
  if (isFailure(started)) return { ended: false, detail: started.message };
  const answered = { TASK: 0, MESSAGE: 0, SIGNAL: 0, TIMER: 0 };
  for (let count = 0; count < most; count += 1) {
    const { instance, wait } = await transact((transaction) => look(transaction, started.id));
    if (instance.status === 'COMPLETED')
      return { ended: true, detail: await transact((t) => describe(t, instance.id, answered)) };
    if (instance.status !== 'RUNNING') return { ended: false, detail: instance.failure?.message ?? instance.status };
    if (wait === undefined) return { ended: false, detail: 'it waits for nothing that can be given' };
    answered[wait.kind] += 1;
    await transact((transaction) => answer(transaction, play, instance, wait));
  }
  await transact((transaction) => cancelInstance(transaction, started.id));
  return { ended: false, detail: `it went on after ${most} answers` };
}

async function look(transaction: TenantTransaction, instanceId: string) {
  const [instance] = await transaction.query<InstanceRow>(
    `SELECT ${selectList(instances)} FROM instances WHERE id = $1`,
    [instanceId],
  );
  const [wait] = await transaction.query<WaitRow>(
    `SELECT ${selectList(waits)} FROM waits WHERE instance_id = $1
      ORDER BY array_position(ARRAY['TASK', 'MESSAGE', 'SIGNAL', 'TIMER'], kind), due_at, id LIMIT 1`,
    [instanceId],
  );
  return { instance: instance!, wait };
}

async function answer(transaction: TenantTransaction, play: Play, instance: InstanceRow, wait: WaitRow): Promise<void> {
  if (wait.kind === 'TASK') {
    const sql = 'SELECT form FROM tasks WHERE id = $1';
    const [task] = await transaction.query<{ form: { fields: [] } | null }>(sql, [wait.taskId]);
    const variables = play.values.answer(task?.form?.fields ?? []);
    await completeTask(transaction, play.player, { taskId: wait.taskId!, variables });
  } else if (wait.kind === 'TIMER') {
    await transaction.query('UPDATE waits SET due_at = now() WHERE id = $1', [wait.id]);
    await fireDueTimer(transaction);
  } else {
    await deliverMessage(transaction, {
      instanceId: instance.id,
      name: wait.messageName!,
      payload: play.values.variables,
    });
  }
}

async function describe(
  transaction: TenantTransaction,
  instanceId: string,
  answered: Readonly<Record<string, number>>,
): Promise<string> {
  const steps = await transaction.query<{ nodeId: string; detail: string | null }>(
    `SELECT node_id AS "nodeId", detail FROM steps WHERE instance_id = $1 AND status = 'COMPLETED' ORDER BY id`,
    [instanceId],
  );
  const done = [
    `${steps.length} steps`,
    counted(answered.TASK, 'user task'),
    counted((answered.MESSAGE ?? 0) + (answered.SIGNAL ?? 0), 'message'),
    counted(answered.TIMER, 'timer'),
  ].filter((text) => text !== '');
  const passed = steps.filter(({ detail }) => detail !== null).map(({ nodeId }) => nodeId);
  return (
    done.join(', ') + (passed.length === 0 ? '' : `, passed through ${passed.join(', ')}, which nothing implements`)
  );
}

function counted(count: number | undefined, what: string): string {
  return count === undefined || count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`;
}
