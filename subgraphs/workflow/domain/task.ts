/** Life of a task: OPEN until it is completed, or cancelled with what it belongs to. Both are final. */
export type TaskStatus = 'OPEN' | 'COMPLETED' | 'CANCELLED';

/** Why a task does not take a change. */
export interface RefusedChange {
  readonly code: 'TASK_NOT_OPEN' | 'TASK_BLOCKED';
  readonly message: string;
}

/** Says why a task of this status takes no change; undefined where it does. */
export function refuseChange(status: TaskStatus): RefusedChange | undefined {
  if (status === 'OPEN') return undefined;
  return { code: 'TASK_NOT_OPEN', message: `The task is ${status.toLowerCase()} already.` };
}

/**
 * Says why a task cannot be completed: it is completed at most once, and not before what it depends on.
 * @param openDependencies how many tasks that it depends on are open
 */
export function refuseCompletion(status: TaskStatus, openDependencies: number): RefusedChange | undefined {
  const refused = refuseChange(status);
  if (refused !== undefined || openDependencies === 0) return refused;
  return {
    code: 'TASK_BLOCKED',
    message: `The task depends on ${openDependencies} open task(s). Complete these first.`,
  };
}

/** Says what is wrong with a schedule: work cannot be due before it starts. */
export function scheduleProblem(startsAt: string | null, dueAt: string | null): string | null {
  if (startsAt === null || dueAt === null || Date.parse(startsAt) <= Date.parse(dueAt)) return null;
  return 'A task or project cannot be due before it starts.';
}
