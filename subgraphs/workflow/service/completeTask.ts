import type { CompleteTaskInput } from '#generated/subgraphs/workflow.ts';
import { conflict } from '#kit/failures/conflict.ts';
import type { Failure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { refuseCompletion } from '../domain/task.ts';
import { variablesProblem } from '../domain/variablesProblem.ts';
import { type TaskRow, tasks } from '../infrastructure/tasks.ts';
import { lockInstanceOfTask } from './lockInstanceOfTask.ts';
import { resumeInstance } from './resumeInstance.ts';

/**
 * Completes a task once, tells of it (`task.completed`), and lets the process that waits for it go on.
 * The instance is locked before the task, as everywhere, so that two changes never wait for each other.
 */
export async function completeTask(
  transaction: TenantTransaction,
  userId: string,
  input: CompleteTaskInput,
): Promise<TaskRow | Failure> {
  const invalid = firstInvalid({ 'input.variables': variablesProblem(input.variables) });
  if (invalid) return invalid;
  const instance = await lockInstanceOfTask(transaction, input.taskId);
  const task = await lockRow(transaction, tasks, input.taskId);
  if (!task) return notFound(input.taskId, 'task');
  const refused = refuseCompletion(task.status, await openDependencies(transaction, task.id));
  if (refused) return conflict(refused.code, refused.message);

  const data = (input.variables ?? {}) as Record<string, unknown>;
  const completed = {
    status: 'COMPLETED',
    data,
    completedById: userId,
    completedAt: new Date().toISOString(),
  } as const;
  await transaction.manager.update(tasks, { id: task.id }, completed as never);
  await transaction.publish('task.completed', {
    workflow_id: task.instanceId,
    tenant_id: transaction.tenantId,
    task_id: task.id,
    user_id: userId,
    status: 'completed',
    completed_at: completed.completedAt,
  });
  const wait = await waitOf(transaction, task.id);
  if (instance && wait) {
    const command = { kind: 'resume', as: 'variables', executionId: wait.executionId, payload: data } as const;
    await resumeInstance(transaction, instance, command);
  }
  return { ...task, ...completed };
}

async function openDependencies(transaction: TenantTransaction, taskId: string): Promise<number> {
  const [row] = await transaction.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM task_dependencies d JOIN tasks t ON t.id = d.depends_on_id
      WHERE d.task_id = $1 AND t.status = 'OPEN'`,
    [taskId],
  );
  return row!.open;
}

async function waitOf(transaction: TenantTransaction, taskId: string): Promise<{ executionId: string } | undefined> {
  const sql = 'SELECT execution_id AS "executionId" FROM waits WHERE task_id = $1';
  return (await transaction.query<{ executionId: string }>(sql, [taskId]))[0];
}
