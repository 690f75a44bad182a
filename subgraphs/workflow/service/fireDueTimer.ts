import { selectList } from '#kit/tables/selectList.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { type InstanceRow, instances } from '../infrastructure/instances.ts';
import { resumeInstance } from './resumeInstance.ts';

/**
 * Fires the timer of the tenant that has been due longest. Instances that another transaction works on are left to the
 * next call: they may be about to take the timer away.
 * @returns whether there was one
 */
export async function fireDueTimer(transaction: TenantTransaction): Promise<boolean> {
  const [instance] = await transaction.query<InstanceRow>(
    `SELECT ${selectList(instances, 'i')} FROM waits w JOIN instances i ON i.id = w.instance_id
      WHERE w.kind = 'TIMER' AND w.due_at <= now() ORDER BY w.due_at, w.id LIMIT 1 FOR UPDATE OF i SKIP LOCKED`,
  );
  if (instance === undefined) return false;
  // Read anew under the lock: what the first statement saw may be gone by now.
  const [wait] = await transaction.query<{ executionId: string }>(
    `SELECT execution_id AS "executionId" FROM waits
      WHERE instance_id = $1 AND kind = 'TIMER' AND due_at <= now() ORDER BY due_at, id LIMIT 1`,
    [instance.id],
  );
  if (wait !== undefined) await resumeInstance(transaction, instance, { kind: 'fire', executionId: wait.executionId });
  return true;
}
