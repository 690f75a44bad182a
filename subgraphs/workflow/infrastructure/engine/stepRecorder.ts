import { limits } from '../../domain/limits.ts';
import { RunawayError } from './engineRun.ts';
import type { EngineBroker, EngineMessage } from './engineTypes.ts';

/** How a visit of a node stands after an advance. */
export interface StepChange {
  readonly executionId: string;
  readonly nodeId: string;
  readonly nodeType: string;
  readonly nodeName: string | null;
  readonly status: 'WAITING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
  readonly detail: string | null;
}

/**
 * Listens to the engine and keeps the last state of each visited node.
 *
 * enter → WAITING; end → COMPLETED; error → FAILED; leave of a node that did none of these → CANCELLED. Nodes on a path
 * that is not taken are left without being entered, and are no step. A boundary event is a step only once it happened.
 */
export class StepRecorder {
  readonly #changes = new Map<string, StepChange>();
  #visits = 0;
  readonly #known: ReadonlySet<string>;

  /** @param known executions that had entered their node before this advance */
  constructor(broker: EngineBroker, known: ReadonlySet<string>) {
    this.#known = known;
    broker.subscribeTmp('event', 'activity.#', (key, message) => this.#note(key, message), {
      noAck: true,
      consumerTag: 'workflow-steps',
    });
  }

  get changes(): StepChange[] {
    return [...this.#changes.values()];
  }

  #note(key: string, { content }: EngineMessage): void {
    const boundary = content.type === 'bpmn:BoundaryEvent';
    if (key === 'activity.enter' && !boundary) this.#enter(content);
    else if (key === 'activity.end') this.#change(content, 'COMPLETED', null);
    else if (key === 'activity.error') this.#change(content, 'FAILED', content.error?.message ?? null);
    else if (key === 'activity.leave' && !boundary && this.#isOpen(content.executionId)) {
      this.#change(content, 'CANCELLED', null);
    }
  }

  #enter(content: EngineMessage['content']): void {
    this.#visits += 1;
    if (this.#visits > limits.nodeVisits) {
      throw new RunawayError(`It visits more than ${limits.nodeVisits} nodes without waiting.`);
    }
    this.#change(content, 'WAITING', null);
  }

  /** Left without an end: the node was entered, and neither completed nor failed. */
  #isOpen(executionId: string): boolean {
    const change = this.#changes.get(executionId);
    return change === undefined ? this.#known.has(executionId) : change.status === 'WAITING';
  }

  #change(content: EngineMessage['content'], status: StepChange['status'], detail: string | null): void {
    const { executionId, id, type, name } = content;
    if (this.#changes.get(executionId)?.status === 'FAILED') return;
    this.#changes.set(executionId, {
      executionId,
      nodeId: id,
      nodeType: type,
      nodeName: name?.replace(/\s+/g, ' ').trim() || null,
      status,
      detail,
    });
  }
}
