import type { UpdateTaskInput } from '#generated/subgraphs/workflow.ts';
import { conflict } from '#kit/failures/conflict.ts';
import type { Failure } from '#kit/failures/failure.ts';
import { invalidInput } from '#kit/failures/invalidInput.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { refuseChange, scheduleProblem } from '../domain/task.ts';
import { type TaskRow, tasks } from '../infrastructure/tasks.ts';

/** Changes title, description or schedule of an open task; what the input leaves out stays. */
export async function updateTask(transaction: TenantTransaction, input: UpdateTaskInput): Promise<TaskRow | Failure> {
  const invalid = firstInvalid({
    'input.title': checkText(input.title, { max: 200 }),
    'input.description': checkText(input.description, { min: 0, max: 4_000 }),
  });
  if (invalid) return invalid;
  const task = await lockRow(transaction, tasks, input.taskId);
  if (!task) return notFound(input.taskId, 'task');
  const refused = refuseChange(task.status);
  if (refused) return conflict(refused.code, refused.message);
  const changed = {
    title: input.title?.trim() ?? task.title,
    description: input.description === undefined ? task.description : input.description,
    startsAt: input.startsAt === undefined ? task.startsAt : input.startsAt,
    dueAt: input.dueAt === undefined ? task.dueAt : input.dueAt,
  };
  const problem = scheduleProblem(changed.startsAt, changed.dueAt);
  if (problem !== null) return invalidInput('input.dueAt', problem);
  await transaction.manager.update(tasks, { id: task.id }, changed);
  return { ...task, ...changed };
}
