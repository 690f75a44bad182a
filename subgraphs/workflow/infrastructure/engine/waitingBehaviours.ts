import { MessageEventDefinition, SignalEventDefinition } from 'bpmn-elements';
import { ReceiveTaskBehaviour, SignalTaskBehaviour } from 'bpmn-elements/tasks';
import { type EngineWait, locals, runOf } from './engineRun.ts';
import type { EngineActivity, EngineBehaviour, EngineMessage } from './engineTypes.ts';

type BehaviourClass = new (
  activity: EngineActivity,
  definition?: unknown,
) => EngineBehaviour & {
  readonly activity: EngineActivity;
  readonly loopCharacteristics?: unknown;
};

type CatchClass = new (
  activity: EngineActivity,
  definition: unknown,
) => EngineBehaviour & { readonly activity: EngineActivity; executeCatch(message: EngineMessage): unknown };

/** User and manual tasks: wait for a person. */
export class HumanWait extends (SignalTaskBehaviour as unknown as BehaviourClass) {
  override execute(message: EngineMessage): unknown {
    if (!isLoop(this, message)) open(this.activity, message, 'TASK');
    return super.execute(message);
  }
}

/** Receive tasks: wait for a message. */
export class ReceiveWait extends (ReceiveTaskBehaviour as unknown as BehaviourClass) {
  override execute(message: EngineMessage): unknown {
    if (!isLoop(this, message)) open(this.activity, message, 'MESSAGE');
    return super.execute(message);
  }
}

/** Message events that catch. */
export class MessageWait extends (MessageEventDefinition as unknown as CatchClass) {
  override executeCatch(message: EngineMessage): unknown {
    open(this.activity, message, 'MESSAGE');
    return super.executeCatch(message);
  }
}

/** Signal events that catch. */
export class SignalWait extends (SignalEventDefinition as unknown as CatchClass) {
  override executeCatch(message: EngineMessage): unknown {
    open(this.activity, message, 'SIGNAL');
    return super.executeCatch(message);
  }
}

/** A looping activity runs this once for itself, and once for each iteration; only the latter wait. */
function isLoop(behaviour: { readonly loopCharacteristics?: unknown }, message: EngineMessage): boolean {
  return behaviour.loopCharacteristics !== undefined && message.content.isRootScope === true;
}

/**
 * Notes a wait. The engine listens for the end of a wait on a consumer named after the execution; as long as that
 * consumer is there, the wait is open.
 */
function open(activity: EngineActivity, message: EngineMessage, kind: EngineWait['kind']): void {
  const { executionId, index } = message.content;
  const run = runOf(activity);
  const node = run.node(activity.id);
  const event = node?.eventDefinitions[index ?? 0];
  run.open({
    executionId,
    nodeId: activity.id,
    kind,
    messageName: kind === 'TASK' ? null : (event?.message?.name ?? node?.message?.name ?? activity.id),
    dueAt: null,
    locals: locals(node, message.content),
    isOpen: () => activity.broker.getConsumer(`_api-${executionId}`) !== undefined,
    resume: (payload) =>
      activity.broker.publish('api', `activity.signal.${executionId}`, { message: payload }, { type: 'signal' }),
  });
}
