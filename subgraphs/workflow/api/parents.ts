/**
 * What resolvers get as the parent of each type: stored rows. Named `<GraphQLType>Parent`, so that the generator maps
 * the type of the API to it.
 */
import type { Connection } from '#kit/paging/connection.ts';
import type { DefinitionRow } from '../infrastructure/definitions.ts';
import type { InstanceRow } from '../infrastructure/instances.ts';
import type { ProjectRow } from '../infrastructure/projects.ts';
import type { StepRow } from '../infrastructure/steps.ts';
import type { TaskRow } from '../infrastructure/tasks.ts';
import type { WaitRow } from '../infrastructure/waits.ts';

export type ProcessDefinitionParent = DefinitionRow;
export type WorkflowInstanceParent = InstanceRow;
export type WorkflowStepParent = StepRow;
export type WorkflowWaitParent = WaitRow;
export type ProjectParent = ProjectRow;
export type TaskParent = TaskRow;
/** A user is known by its id; the tenant domain knows the rest. */
export type UserParent = { id: string };
export type TenantParent = { id: string };

export type ProcessDefinitionConnectionParent = Connection<DefinitionRow>;
export type WorkflowInstanceConnectionParent = Connection<InstanceRow>;
export type WorkflowStepConnectionParent = Connection<StepRow>;
export type ProjectConnectionParent = Connection<ProjectRow>;
export type TaskConnectionParent = Connection<TaskRow>;
