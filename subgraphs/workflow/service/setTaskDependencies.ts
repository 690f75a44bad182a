import { conflict } from '#kit/failures/conflict.ts';
import type { Failure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { refuseChange } from '../domain/task.ts';
import { projects } from '../infrastructure/projects.ts';
import { type TaskRow, tasks } from '../infrastructure/tasks.ts';
import { replaceDependencies } from './replaceDependencies.ts';

/** Replaces what an open task depends on. */
export async function setTaskDependencies(
  transaction: TenantTransaction,
  taskId: string,
  dependsOn: readonly string[],
): Promise<TaskRow | Failure> {
  const projectId = isUuid(taskId) ? await projectOf(transaction, taskId) : null;
  if (projectId !== null) await lockRow(transaction, projects, projectId);
  const task = await lockRow(transaction, tasks, taskId);
  if (!task) return notFound(taskId, 'task');
  const refused = refuseChange(task.status);
  if (refused) return conflict(refused.code, refused.message);
  return (await replaceDependencies(transaction, task, dependsOn, 'dependsOn')) ?? task;
}

async function projectOf(transaction: TenantTransaction, taskId: string): Promise<string | null> {
  const sql = 'SELECT project_id AS "projectId" FROM tasks WHERE id = $1';
  const [row] = await transaction.query<{ projectId: string | null }>(sql, [taskId]);
  return row?.projectId ?? null;
}
