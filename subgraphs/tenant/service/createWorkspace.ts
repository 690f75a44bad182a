import type { CreateWorkspaceInput } from '#generated/subgraphs/tenant.ts';
import { conflict } from '#kit/failures/conflict.ts';
import type { ConflictFailure, InvalidInputFailure } from '#kit/failures/failure.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import type { WorkspaceRow } from '../infrastructure/workspaces.ts';
import { audit } from './audit.ts';

/** Sets up a workspace; its name is unique within the tenant, whatever its case. */
export async function createWorkspace(
  transaction: TenantTransaction,
  userId: string,
  input: CreateWorkspaceInput,
): Promise<WorkspaceRow | InvalidInputFailure | ConflictFailure> {
  const invalid = firstInvalid({
    'input.name': checkText(input.name, { max: 100 }),
    'input.description': checkText(input.description, { max: 2_000 }),
  });
  if (invalid) return invalid;
  const workspace: WorkspaceRow = {
    id: uuidv7(),
    name: input.name.trim(),
    description: input.description?.trim() ?? null,
    createdById: userId,
    createdAt: new Date().toISOString(),
  };
  const stored = await transaction.query(
    `INSERT INTO workspaces (id, name, description, created_by_id, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING id`,
    [workspace.id, workspace.name, workspace.description, workspace.createdById, workspace.createdAt],
  );
  if (stored.length === 0) return conflict('WORKSPACE_NAME_TAKEN');
  await audit(transaction, { action: 'workspace.create', subjectType: 'Workspace', subjectId: workspace.id });
  return workspace;
}
