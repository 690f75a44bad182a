/**
 * Life of an instance: RUNNING until its process reaches an end (COMPLETED), a node fails without the model catching it
 * (FAILED), or somebody ends it (CANCELLED). The latter three are final.
 */
export type InstanceStatus = 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

/** Why an instance takes no command. */
export interface RefusedCommand {
  readonly code: 'WORKFLOW_ENDED';
  readonly message: string;
}

/** Says why an instance of this status cannot go on; undefined where it can. */
export function refuseCommand(status: InstanceStatus): RefusedCommand | undefined {
  if (status === 'RUNNING') return undefined;
  return { code: 'WORKFLOW_ENDED', message: `The instance is ${status.toLowerCase()} already.` };
}
