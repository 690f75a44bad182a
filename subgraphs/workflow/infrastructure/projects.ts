import { defineTable } from '#kit/tenancy/defineTable.ts';

/** A project as it is stored. */
export interface ProjectRow {
  id: string;
  name: string;
  description: string | null;
  status: 'ACTIVE' | 'CLOSED';
  ownerId: string | null;
  startsAt: string | null;
  dueAt: string | null;
  createdAt: string;
}

export const projects = defineTable<ProjectRow>('projects', {
  id: 'uuid',
  name: 'text',
  description: 'text?',
  status: 'text',
  ownerId: 'uuid?',
  startsAt: 'timestamptz?',
  dueAt: 'timestamptz?',
  createdAt: 'timestamptz',
});
