import { locals, runOf } from './engineRun.ts';
import type { EngineActivity, EngineMessage } from './engineTypes.ts';

type Done = (error: Error | null, output?: unknown) => void;

/** Runs service, send and business rule tasks by the convention of `serviceCall`. */
export class NodeService {
  readonly type = 'workflow:service';
  readonly #activity: EngineActivity;
  #open = false;

  constructor(activity: EngineActivity) {
    this.#activity = activity;
  }

  execute(message: EngineMessage, done: Done): void {
    const run = runOf(this.#activity);
    const call = run.node(this.#activity.id)?.service ?? { kind: 'pass' as const };
    if (call.kind === 'request') run.requests.push({ nodeId: this.#activity.id, service: call.service });
    if (call.kind === 'unknown') done(new Error(`Nothing here implements "${call.implementation}".`));
    else if (call.kind === 'await') this.#await(message, call.topic, done);
    else done(null);
  }

  #await(message: EngineMessage, topic: string, done: Done): void {
    const run = runOf(this.#activity);
    this.#open = true;
    run.open({
      executionId: message.content.executionId,
      nodeId: this.#activity.id,
      kind: 'MESSAGE',
      messageName: topic,
      dueAt: null,
      locals: locals(run.node(this.#activity.id), message.content),
      isOpen: () => this.#open,
      resume: (payload) => {
        this.#open = false;
        done(null, payload);
      },
    });
  }

  /** The engine gives the task up, e.g. at a boundary event. */
  discard(): void {
    this.#open = false;
  }
}
