import { defineTable } from '#kit/tenancy/defineTable.ts';
import type { FormField } from '../domain/modelFacts.ts';
import type { TaskStatus } from '../domain/task.ts';

/** A task as it is stored. */
export interface TaskRow {
  id: string;
  title: string;
  description: string | null;
  status: TaskStatus;
  assigneeId: string | null;
  candidateUsers: readonly string[];
  candidateGroups: readonly string[];
  startsAt: string | null;
  dueAt: string | null;
  projectId: string | null;
  instanceId: string | null;
  nodeId: string | null;
  form: { readonly key: string | null; readonly fields: readonly FormField[] } | null;
  data: Record<string, unknown> | null;
  completedById: string | null;
  completedAt: string | null;
  createdAt: string;
}

const columns = {
  id: 'uuid',
  title: 'text',
  description: 'text?',
  status: 'text',
  assigneeId: 'uuid?',
  candidateUsers: 'text[]',
  candidateGroups: 'text[]',
  startsAt: 'timestamptz?',
  dueAt: 'timestamptz?',
  projectId: 'uuid?',
  instanceId: 'uuid?',
  nodeId: 'text?',
  form: 'jsonb?',
  data: 'jsonb?',
  completedById: 'uuid?',
  completedAt: 'timestamptz?',
  createdAt: 'timestamptz',
} as const;

export const tasks = defineTable<TaskRow>('tasks', columns);

/** A task with what lists order by: its due time, or infinity. */
export type TaskByDueRow = TaskRow & { dueOrder: string };

/** The same table, read with the column that lists are ordered by; never written through. */
export const tasksByDue = defineTable<TaskByDueRow>('tasks', { ...columns, dueOrder: 'timestamptz' });
