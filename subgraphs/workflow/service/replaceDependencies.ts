import type { InvalidInputFailure } from '#kit/failures/failure.ts';
import { invalidInput } from '#kit/failures/invalidInput.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { circleThrough, type Dependency } from '../domain/dependencies.ts';
import { limits } from '../domain/limits.ts';
import type { TaskRow } from '../infrastructure/tasks.ts';

/**
 * Replaces what a task depends on. The project's row must be locked, so that two changes cannot close a circle together.
 * @param field path of the argument that a failure names
 * @returns why it is refused, or null
 */
export async function replaceDependencies(
  transaction: TenantTransaction,
  task: Pick<TaskRow, 'id' | 'projectId'>,
  dependsOn: readonly string[],
  field: string,
): Promise<InvalidInputFailure | null> {
  const wanted = [...new Set(dependsOn.map((id) => id.toLowerCase()))];
  if (wanted.length > limits.dependencies) return invalidInput(field, `Name at most ${limits.dependencies} tasks.`);
  if (wanted.length > 0 && task.projectId === null)
    return invalidInput(field, 'Only tasks of a project depend on others.');
  if (!(await allInProject(transaction, wanted, task.projectId))) {
    return invalidInput(field, 'Name tasks of the same project only.');
  }
  if (circleThrough(task.id, wanted, await dependenciesOf(transaction, task.projectId)) !== null) {
    return invalidInput(field, 'The tasks would wait for one another in a circle.');
  }
  await transaction.query('DELETE FROM task_dependencies WHERE task_id = $1', [task.id]);
  await transaction.query(
    'INSERT INTO task_dependencies (task_id, depends_on_id) SELECT $1, wanted.id FROM unnest($2::uuid[]) AS wanted(id)',
    [task.id, wanted],
  );
  return null;
}

async function allInProject(
  transaction: TenantTransaction,
  ids: readonly string[],
  projectId: string | null,
): Promise<boolean> {
  if (ids.length === 0) return true;
  if (!ids.every(isUuid)) return false;
  const [row] = await transaction.query<{ found: number }>(
    'SELECT count(*)::int AS found FROM tasks WHERE id = ANY($1::uuid[]) AND project_id = $2',
    [ids, projectId],
  );
  return row!.found === ids.length;
}

function dependenciesOf(transaction: TenantTransaction, projectId: string | null): Promise<Dependency[]> {
  return transaction.query<Dependency>(
    `SELECT d.task_id AS "taskId", d.depends_on_id AS "dependsOnId"
       FROM task_dependencies d JOIN tasks t ON t.id = d.task_id WHERE t.project_id = $1`,
    [projectId],
  );
}
