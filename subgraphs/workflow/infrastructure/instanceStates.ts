import { defineTable } from '#kit/tenancy/defineTable.ts';

/** What an instance knows and where it stands. */
export interface InstanceStateRow {
  instanceId: string;
  variables: Record<string, unknown>;
  /** State of the engine; null once the instance ended. */
  engine: object | null;
}

export const instanceStates = defineTable<InstanceStateRow>(
  'instance_states',
  { instanceId: 'uuid', variables: 'jsonb', engine: 'jsonb?' },
  ['instanceId'],
);
