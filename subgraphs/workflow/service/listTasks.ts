import type { QueryTasksArgs, TaskFilter } from '#generated/subgraphs/workflow.ts';
import { below, equals, hasId, type MaybeCondition } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type TaskByDueRow, type TaskRow, tasks, tasksByDue } from '../infrastructure/tasks.ts';

/** A page of the tenant's tasks. */
export function listTasks(
  session: TenantSession,
  { first, after, filter, sort }: QueryTasksArgs,
): Promise<Connection<TaskRow>> {
  const where = taskConditions(filter);
  const direction = sort?.direction ?? 'DESC';
  if (sort?.field === 'DUE_AT') {
    return connection<TaskByDueRow>(session, {
      table: tasksByDue,
      where,
      orderBy: { column: 'dueOrder', direction },
      first,
      after,
    });
  }
  return connection(session, { table: tasks, where, orderBy: { column: 'createdAt', direction }, first, after });
}

/** The conditions of a task filter. */
export function taskConditions(filter: TaskFilter | null | undefined): MaybeCondition[] {
  return [
    equals('status', filter?.status),
    hasId('assignee_id', filter?.assigneeId),
    hasId('project_id', filter?.projectId),
    hasId('instance_id', filter?.instanceId),
    below('due_order', filter?.dueBefore),
  ];
}
