import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { type InstanceRow, instances } from '../infrastructure/instances.ts';

/** Locks the instance that a task belongs to; undefined for a task of no process. */
export async function lockInstanceOfTask(
  transaction: TenantTransaction,
  taskId: string,
): Promise<InstanceRow | undefined> {
  if (!isUuid(taskId)) return undefined;
  const sql = 'SELECT instance_id AS "instanceId" FROM tasks WHERE id = $1';
  const [task] = await transaction.query<{ instanceId: string | null }>(sql, [taskId]);
  return task?.instanceId ? lockRow(transaction, instances, task.instanceId) : undefined;
}
