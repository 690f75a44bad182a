import { defineTable } from '#kit/tenancy/defineTable.ts';

/** A workspace as it is stored. */
export interface WorkspaceRow {
  id: string;
  name: string;
  description: string | null;
  createdById: string;
  createdAt: string;
}

export const workspaces = defineTable<WorkspaceRow>('workspaces', {
  id: 'uuid',
  name: 'text',
  description: 'text?',
  createdById: 'uuid',
  createdAt: 'timestamptz',
});
