import { conflict } from '#kit/failures/conflict.ts';
import type { ConflictFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { type ProjectRow, projects } from '../infrastructure/projects.ts';

/** Ends a project, once; its open tasks stay as they are, and no task joins it any more. */
export async function closeProject(
  transaction: TenantTransaction,
  projectId: string,
): Promise<ProjectRow | NotFoundFailure | ConflictFailure> {
  const project = await lockRow(transaction, projects, projectId);
  if (!project) return notFound(projectId, 'project');
  if (project.status === 'CLOSED') return conflict('PROJECT_CLOSED');
  await transaction.manager.update(projects, { id: project.id }, { status: 'CLOSED' });
  return { ...project, status: 'CLOSED' };
}
