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
 * enter → WAITING; end → COMPLETED; error → FAILED; discard of an entered node → CANCELLED. A discard of a node that
 * was not entered is a path that was not taken, and no step. A boundary event is a step only once it happened.
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

  /** Marks a node as failed by a reason that the engine does not know. */
  fail(change: Omit<StepChange, 'status'>): void {
    this.#changes.set(change.executionId, { ...change, status: 'FAILED' });
  }

  #note(key: string, { content }: EngineMessage): void {
    const boundary = content.type === 'bpmn:BoundaryEvent';
    if (key === 'activity.enter' && !boundary) this.#enter(content);
    else if (key === 'activity.end') this.#change(content, 'COMPLETED', null);
    else if (key === 'activity.error') this.#change(content, 'FAILED', content.error?.message ?? null);
    else if (key === 'activity.discard' && !boundary && this.#entered(content.executionId)) {
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

  #entered(executionId: string): boolean {
    return this.#known.has(executionId) || this.#changes.has(executionId);
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
