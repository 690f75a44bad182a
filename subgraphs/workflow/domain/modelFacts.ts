import type { ServiceCall } from './serviceCall.ts';

/** What the product has to know about a model besides the flow of its tokens, which is the engine's business. */
export interface ModelFacts {
  readonly name: string | null;
  readonly exporter: string | null;
  readonly hasDiagram: boolean;
  /** Language of expressions that name none. */
  readonly expressionLanguage: string | null;
  readonly processes: readonly ProcessFacts[];
  readonly nodes: readonly NodeFacts[];
  readonly flows: readonly FlowFacts[];
}

/** A process of the model. */
export interface ProcessFacts {
  readonly id: string;
  readonly name: string | null;
  readonly executable: boolean;
  /** Topic whose events start the process, declared on it or on its start event. */
  readonly trigger: string | null;
}

/** A flow node: activity, event or gateway. */
export interface NodeFacts {
  readonly id: string;
  /** BPMN type, e.g. `bpmn:UserTask`. */
  readonly type: string;
  readonly name: string | null;
  readonly processId: string;
  /** The process or sub-process that holds it. */
  readonly containerId: string;
  /** The activity whose boundary it is an event of. */
  readonly attachedTo: string | null;
  readonly eventDefinitions: readonly EventFacts[];
  readonly human: HumanFacts | null;
  readonly service: ServiceCall | null;
  readonly script: ScriptFacts | null;
  readonly loop: LoopFacts | null;
  readonly message: MessageFacts | null;
  readonly calledElement: string | null;
  /** Named results of the activity and the data object that keeps each. */
  readonly outputs: readonly OutputFacts[];
}

/** What an event waits for or throws. */
export interface EventFacts {
  readonly type: string;
  readonly message: MessageFacts | null;
  readonly timer: TimerFacts | null;
}

/** When a timer is due: an expression, or a text of ISO 8601. */
export interface TimerFacts {
  readonly kind: 'timeDate' | 'timeDuration' | 'timeCycle';
  readonly text: string;
}

/** A message by its name; `id` is that of its declaration. */
export interface MessageFacts {
  readonly id: string | null;
  readonly name: string;
}

/** Who may do a task, and what it asks for. */
export interface HumanFacts {
  readonly assignee: string | null;
  readonly candidateUsers: readonly string[];
  readonly candidateGroups: readonly string[];
  readonly formKey: string | null;
  readonly fields: readonly FormField[];
}

/** A field of a task's form. */
export interface FormField {
  readonly name: string;
  readonly type: 'BOOLEAN' | 'NUMBER' | 'STRING';
}

/** A named result of an activity, and the data object that keeps it. */
export interface OutputFacts {
  readonly from: string;
  readonly to: string;
}

/** The script of a script task. */
export interface ScriptFacts {
  readonly language: string | null;
  readonly body: string;
  readonly resultVariable: string | null;
}

/** How often an activity is repeated, and over what. */
export interface LoopFacts {
  readonly sequential: boolean;
  readonly collection: string | null;
  readonly elementVariable: string | null;
  readonly cardinality: string | null;
  readonly condition: string | null;
}

/** A sequence flow. */
export interface FlowFacts {
  readonly id: string;
  readonly processId: string;
  /** The process or sub-process that holds it. */
  readonly containerId: string;
  readonly sourceId: string;
  readonly targetId: string;
  readonly condition: { readonly text: string; readonly language: string | null } | null;
}
