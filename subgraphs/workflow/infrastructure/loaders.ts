import { byId } from '#kit/loaders/byId.ts';
import { defineLoader } from '#kit/loaders/defineLoader.ts';
import { groupedBy } from '#kit/loaders/groupedBy.ts';
import { connectionOf } from '#kit/paging/connectionOf.ts';
import { selectList } from '#kit/tables/selectList.ts';
import { definitionModels } from './definitionModels.ts';
import { definitions } from './definitions.ts';
import { instanceStates } from './instanceStates.ts';
import { instances } from './instances.ts';
import { projects } from './projects.ts';
import { steps } from './steps.ts';
import { type TaskRow, tasks } from './tasks.ts';
import { waits } from './waits.ts';

export const definitionById = byId(definitions);
export const modelByDefinition = byId(definitionModels, 'definitionId');
export const instanceById = byId(instances);
export const stateByInstance = byId(instanceStates, 'instanceId');
export const stepById = byId(steps);
export const taskById = byId(tasks);
export const projectById = byId(projects);

export const waitsOfInstance = groupedBy(waits, 'instanceId', { orderBy: { column: 'id', direction: 'ASC' } });

export const instancesOfDefinition = connectionOf(instances, 'definitionId', {
  column: 'startedAt',
  direction: 'DESC',
});
export const stepsOfInstance = connectionOf(steps, 'instanceId', { column: 'id', direction: 'ASC' });
export const tasksOfInstance = connectionOf(tasks, 'instanceId', { column: 'createdAt', direction: 'DESC' });
export const tasksOfProject = connectionOf(tasks, 'projectId', { column: 'createdAt', direction: 'DESC' });

/** Tasks that each task depends on, in the order of their making. */
export const dependenciesOfTask = defineLoader<string, TaskRow[]>(async (taskIds, session) => {
  const rows = await session.query<TaskRow & { dependentId: string }>(
    `SELECT ${selectList(tasks, 't')}, d.task_id AS "dependentId"
       FROM task_dependencies d JOIN tasks t ON t.id = d.depends_on_id
      WHERE d.task_id = ANY($1::uuid[]) ORDER BY t.created_at, t.id`,
    [taskIds],
  );
  const byTask = Map.groupBy(rows, ({ dependentId }) => dependentId);
  return taskIds.map((id) => byTask.get(id) ?? []);
});
