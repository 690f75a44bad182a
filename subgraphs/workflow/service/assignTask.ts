import { conflict } from '#kit/failures/conflict.ts';
import type { ConflictFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { refuseChange } from '../domain/task.ts';
import { type TaskRow, tasks } from '../infrastructure/tasks.ts';

/** Gives an open task to a user, or to nobody. */
export async function assignTask(
  transaction: TenantTransaction,
  taskId: string,
  userId: string | null,
): Promise<TaskRow | NotFoundFailure | ConflictFailure> {
  if (userId !== null && !isUuid(userId)) return notFound(userId, 'user');
  const task = await lockRow(transaction, tasks, taskId);
  if (!task) return notFound(taskId, 'task');
  const refused = refuseChange(task.status);
  if (refused) return conflict(refused.code, refused.message);
  await transaction.manager.update(tasks, { id: task.id }, { assigneeId: userId });
  return { ...task, assigneeId: userId };
}
