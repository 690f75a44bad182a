import { limits } from '../../domain/limits.ts';
import type { NodeFacts } from '../../domain/modelFacts.ts';
import type { CompiledModel } from '../bpmn/compiledModel.ts';
import type { Scope } from '../cel/compileCel.ts';
import type { EngineActivity, EngineContent } from './engineTypes.ts';

/** Something the engine waits for, while the engine is in memory. */
export interface EngineWait {
  readonly executionId: string;
  readonly nodeId: string;
  readonly kind: 'TASK' | 'TIMER' | 'MESSAGE' | 'SIGNAL';
  readonly messageName: string | null;
  readonly dueAt: Date | null;
  /** Values of the iteration that waits, e.g. its item. */
  readonly locals: Scope;
  isOpen(): boolean;
  /** Lets the engine go on; the payload becomes the output of the node. */
  resume(payload: unknown): void;
}

/** The work of one advance: what behaviours share, and the budget that ends a runaway. */
export class EngineRun {
  readonly model: CompiledModel;
  readonly waits = new Map<string, EngineWait>();
  readonly requests: { nodeId: string; service: string }[] = [];
  variables: Record<string, unknown>;
  #steps = 0;
  readonly #deadline: number;

  constructor(model: CompiledModel, variables: Record<string, unknown>) {
    this.model = model;
    this.variables = variables;
    this.#deadline = performance.now() + limits.advanceMs;
  }

  /** Counts a step of the engine. @throws RunawayError when the budget of the advance is used up */
  step(): void {
    this.#steps += 1;
    if (this.#steps > limits.engineSteps) throw new RunawayError('It takes too many steps without waiting.');
    if (this.#steps % 64 === 0 && performance.now() > this.#deadline) {
      throw new RunawayError(`It works for more than ${limits.advanceMs} ms without waiting.`);
    }
  }

  open(wait: EngineWait): void {
    this.waits.set(wait.executionId, wait);
    if (this.waits.size > limits.waits * 2)
      throw new RunawayError(`It waits for more than ${limits.waits} things at once.`);
  }

  node(id: string): NodeFacts | undefined {
    return this.model.nodes.get(id);
  }

  /** Takes over variables, within the bound of a single value. */
  assign(values: Readonly<Record<string, unknown>>): void {
    this.variables = { ...this.variables, ...values };
    if (JSON.stringify(this.variables).length > limits.variablesBytes) {
      throw new RunawayError(`Its variables have more than ${limits.variablesBytes} bytes.`);
    }
  }

  /** What expressions of a node see: the variables, and those of the iteration. */
  scope(content?: EngineContent): Scope {
    return { ...this.variables, ...(content !== undefined && locals(this.node(content.id), content)) };
  }
}

/** An instance uses more than it may; the instance fails and the engine is thrown away. */
export class RunawayError extends Error {}

/** Item and index of an iteration, under the names that the model gives. */
export function locals(node: NodeFacts | undefined, content: EngineContent): Scope {
  if (content.index === undefined || node?.loop == null) return {};
  const element = node.loop.elementVariable ?? 'item';
  return { loopCounter: content.index, ...(element in content && { [element]: content[element] }) };
}

/** The run that an activity belongs to. */
export function runOf(activity: Pick<EngineActivity, 'environment'>): EngineRun {
  return activity.environment.options.run as EngineRun;
}
