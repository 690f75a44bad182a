import type { CreateProjectInput } from '#generated/subgraphs/workflow.ts';
import type { InvalidInputFailure } from '#kit/failures/failure.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkReference } from '#kit/validation/checkReference.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { scheduleProblem } from '../domain/task.ts';
import { type ProjectRow, projects } from '../infrastructure/projects.ts';

/** Opens a project. */
export async function createProject(
  transaction: TenantTransaction,
  input: CreateProjectInput,
): Promise<ProjectRow | InvalidInputFailure> {
  const startsAt = input.startsAt ?? null;
  const dueAt = input.dueAt ?? null;
  const invalid = firstInvalid({
    'input.name': checkText(input.name, { max: 200 }),
    'input.description': checkText(input.description, { min: 0, max: 4_000 }),
    'input.ownerId': checkReference(input.ownerId),
    'input.dueAt': scheduleProblem(startsAt, dueAt),
  });
  if (invalid) return invalid;
  const project: ProjectRow = {
    id: uuidv7(),
    name: input.name.trim(),
    description: input.description ?? null,
    status: 'ACTIVE',
    ownerId: input.ownerId ?? null,
    startsAt,
    dueAt,
    createdAt: new Date().toISOString(),
  };
  await transaction.manager.insert(projects, project);
  return project;
}
