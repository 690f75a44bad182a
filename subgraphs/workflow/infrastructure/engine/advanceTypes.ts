import type { FormField } from '../../domain/modelFacts.ts';
import type { StepChange } from './stepRecorder.ts';

/** What is kept of an instance between two advances. */
export interface InstanceState {
  /** State of the engine as JSON. */
  readonly engine: unknown;
  readonly variables: Record<string, unknown>;
  /** Executions whose node was entered and not left. */
  readonly openSteps: readonly string[];
}

/** What makes an instance go on. */
export type Command =
  | { readonly kind: 'start'; readonly processId: string; readonly variables: Record<string, unknown> }
  | {
      readonly kind: 'resume';
      readonly executionId: string;
      /** What a person handed in joins the variables; what a message brings is kept as `message`. */
      readonly as: 'variables' | 'message';
      readonly payload: Record<string, unknown>;
    }
  | { readonly kind: 'fire'; readonly executionId: string };

/** What came of an advance. */
export interface Advance {
  readonly status: 'RUNNING' | 'COMPLETED' | 'FAILED';
  readonly failure: AdvanceFailure | null;
  readonly engine: unknown;
  readonly variables: Record<string, unknown>;
  readonly steps: readonly StepChange[];
  /** Everything the instance waits for now. */
  readonly waits: readonly WaitDescription[];
  /** Services outside that were asked for work. */
  readonly requests: readonly { readonly nodeId: string; readonly service: string }[];
  /** Nodes that failed, those whose error the model caught included. */
  readonly failures: readonly AdvanceFailure[];
}

/** Why an instance cannot go on; `nodeId` is null where no node is to blame. */
export interface AdvanceFailure {
  readonly nodeId: string | null;
  readonly message: string;
}

/** A wait as it is stored. */
export interface WaitDescription {
  readonly executionId: string;
  readonly nodeId: string;
  readonly kind: 'TASK' | 'TIMER' | 'MESSAGE' | 'SIGNAL';
  readonly messageName: string | null;
  readonly dueAt: string | null;
  readonly task: TaskDescription | null;
}

/** What a task for people says. */
export interface TaskDescription {
  readonly title: string;
  /** A user's id or name, as the model's expression gave it. */
  readonly assignee: string | null;
  readonly candidateUsers: readonly string[];
  readonly candidateGroups: readonly string[];
  readonly formKey: string | null;
  readonly fields: readonly FormField[];
}
