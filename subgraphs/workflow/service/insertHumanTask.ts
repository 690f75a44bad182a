import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import type { TaskDescription } from '../infrastructure/engine/advanceTypes.ts';
import { type TaskRow, tasks } from '../infrastructure/tasks.ts';

/**
 * Makes the task of a user task. An assignee that is a user's id is assigned; a name of another kind is a candidate.
 * @returns the task's id
 */
export async function insertHumanTask(
  transaction: TenantTransaction,
  instanceId: string,
  nodeId: string,
  { title, assignee, candidateUsers, candidateGroups, formKey, fields }: TaskDescription,
): Promise<string> {
  const assigned: boolean = isUuid(assignee);
  const named = assignee !== null && !assigned ? [assignee.slice(0, 200)] : [];
  const task: TaskRow = {
    id: uuidv7(),
    title,
    description: null,
    status: 'OPEN',
    assigneeId: assigned ? assignee : null,
    candidateUsers: [...named, ...candidateUsers],
    candidateGroups: [...candidateGroups],
    startsAt: null,
    dueAt: null,
    projectId: null,
    instanceId,
    nodeId,
    form: formKey === null && fields.length === 0 ? null : { key: formKey, fields },
    data: null,
    completedById: null,
    completedAt: null,
    createdAt: new Date().toISOString(),
  };
  await transaction.manager.insert(tasks, task as never);
  return task.id;
}
