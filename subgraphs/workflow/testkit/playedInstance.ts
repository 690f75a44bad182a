import type { CompiledModel } from '../infrastructure/bpmn/compiledModel.ts';
import { compileModel } from '../infrastructure/bpmn/compileModel.ts';
import { advance } from '../infrastructure/engine/advance.ts';
import type { Advance, Command, InstanceState } from '../infrastructure/engine/advanceTypes.ts';

/**
 * An instance as a test plays it: after each advance its state goes through JSON, as it does through the store, and the
 * engine is built anew.
 */
export class PlayedInstance {
  readonly #model: CompiledModel;
  readonly #open = new Set<string>();
  last!: Advance;

  private constructor(model: CompiledModel) {
    this.#model = model;
  }

  /** @throws Error with the reasons when the model is not executable */
  static async start(xml: string, variables: Record<string, unknown> = {}): Promise<PlayedInstance> {
    const model = await compileModel(xml);
    if (model.reasons.length > 0) throw new Error(model.reasons.map(({ message }) => message).join(' '));
    const instance = new PlayedInstance(model);
    instance.#advance(null, { kind: 'start', processId: model.processId, variables });
    return instance;
  }

  /** Ids of the nodes it waits at. */
  get waitsAt(): string[] {
    return this.last.waits.map(({ nodeId }) => nodeId).sort();
  }

  complete(nodeId: string, payload: Record<string, unknown> = {}): Advance {
    return this.#go({ kind: 'resume', as: 'variables', executionId: this.#execution(nodeId), payload });
  }

  deliver(nodeId: string, payload: Record<string, unknown> = {}): Advance {
    return this.#go({ kind: 'resume', as: 'message', executionId: this.#execution(nodeId), payload });
  }

  fire(nodeId: string): Advance {
    return this.#go({ kind: 'fire', executionId: this.#execution(nodeId) });
  }

  /** Status of each step of the last advance, by node. */
  steps(): Record<string, string> {
    return Object.fromEntries(this.last.steps.map(({ nodeId, status }) => [nodeId, status]));
  }

  #execution(nodeId: string): string {
    const wait = this.last.waits.find((candidate) => candidate.nodeId === nodeId);
    if (wait === undefined) throw new Error(`It does not wait at ${nodeId}, but at ${this.waitsAt.join(', ')}.`);
    return wait.executionId;
  }

  #go(command: Command): Advance {
    const { engine, variables } = this.last;
    return this.#advance({ engine, variables, openSteps: [...this.#open] }, command);
  }

  #advance(state: InstanceState | null, command: Command): Advance {
    this.last = JSON.parse(JSON.stringify(advance(this.#model, state, command)));
    for (const { executionId, status } of this.last.steps) {
      if (status === 'WAITING') this.#open.add(executionId);
      else this.#open.delete(executionId);
    }
    return this.last;
  }
}
