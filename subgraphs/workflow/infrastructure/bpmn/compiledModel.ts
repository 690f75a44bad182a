import type { ModelFacts, NodeFacts } from '../../domain/modelFacts.ts';
import type { ModelProblem } from '../../domain/modelProblem.ts';
import type { Evaluate } from '../cel/compileCel.ts';

/** A model read, checked and made ready to run. */
export interface CompiledModel {
  readonly facts: ModelFacts;
  /** The process that is run. */
  readonly processId: string;
  /** Why it does not run here; empty where it does. */
  readonly reasons: readonly ModelProblem[];
  readonly warnings: readonly ModelProblem[];
  readonly nodes: ReadonlyMap<string, NodeFacts>;
  /** Conditions of sequence flows, by the flow's id. */
  readonly conditions: ReadonlyMap<string, Evaluate>;
  /** Scripts of script tasks, by the task's id. */
  readonly scripts: ReadonlyMap<string, Evaluate>;
  /** The engine's own form of the model as JSON; empty where the model does not run. */
  readonly engineSource: string;
}
