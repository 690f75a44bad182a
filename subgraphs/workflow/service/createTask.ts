import type { CreateTaskInput } from '#generated/subgraphs/workflow.ts';
import { conflict } from '#kit/failures/conflict.ts';
import type { Failure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkReference } from '#kit/validation/checkReference.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { scheduleProblem } from '../domain/task.ts';
import { projects } from '../infrastructure/projects.ts';
import { type TaskRow, tasks } from '../infrastructure/tasks.ts';
import { replaceDependencies } from './replaceDependencies.ts';

/** Makes a task by hand, in a project or without one. */
export async function createTask(transaction: TenantTransaction, input: CreateTaskInput): Promise<TaskRow | Failure> {
  const startsAt = input.startsAt ?? null;
  const dueAt = input.dueAt ?? null;
  const invalid = firstInvalid({
    'input.title': checkText(input.title, { max: 200 }),
    'input.description': checkText(input.description, { min: 0, max: 4_000 }),
    'input.assigneeId': checkReference(input.assigneeId),
    'input.dueAt': scheduleProblem(startsAt, dueAt),
  });
  if (invalid) return invalid;
  if (input.projectId) {
    const project = await lockRow(transaction, projects, input.projectId);
    if (!project) return notFound(input.projectId, 'project');
    if (project.status === 'CLOSED') return conflict('PROJECT_CLOSED');
  }
  const task: TaskRow = {
    id: uuidv7(),
    title: input.title.trim(),
    description: input.description ?? null,
    status: 'OPEN',
    assigneeId: input.assigneeId ?? null,
    candidateUsers: [],
    candidateGroups: [],
    startsAt,
    dueAt,
    projectId: input.projectId ?? null,
    instanceId: null,
    nodeId: null,
    form: null,
    data: null,
    completedById: null,
    completedAt: null,
    createdAt: new Date().toISOString(),
  };
  await transaction.manager.insert(tasks, task as never);
  const refused = await replaceDependencies(transaction, task, input.dependsOn ?? [], 'input.dependsOn');
  if (refused === null) return task;
  // The failure is an answer, not an exception: the task that cannot depend as asked must not stay behind.
  await transaction.manager.delete(tasks, { id: task.id });
  return refused;
}
