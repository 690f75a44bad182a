import * as Elements from 'bpmn-elements';
import { TypeResolver } from 'moddle-context-serializer';
import { DurableTimer } from './durableTimer.ts';
import { NodeService } from './nodeService.ts';
import { HumanWait, MessageWait, ReceiveWait, SignalWait } from './waitingBehaviours.ts';

interface Entity {
  readonly type: string;
  behaviour?: Record<string, unknown>;
}

const { Activity } = Elements as unknown as {
  Activity: new (behaviour: unknown, definition: unknown, context: unknown) => EngineActivityWithQueue;
};

interface EngineActivityWithQueue {
  readonly broker: {
    assertQueue(name: string, options: object): void;
    bindQueue(queue: string, exchange: string, pattern: string, options: object): void;
  };
}

function humanTask(definition: unknown, context: unknown) {
  return new Activity(HumanWait, definition, context);
}

/** The queue keeps a message that a pool of the same model sent before the task is reached. */
function receiveTask(definition: unknown, context: unknown) {
  const activity = new Activity(ReceiveWait, definition, context);
  activity.broker.assertQueue('message', { autoDelete: false, durable: true });
  activity.broker.bindQueue('message', 'api', '*.message.#', { durable: true });
  return activity;
}

const services = new Set(['bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:BusinessRuleTask']);

const resolve = TypeResolver({
  ...Elements,
  UserTask: humanTask,
  ManualTask: humanTask,
  ReceiveTask: receiveTask,
  MessageEventDefinition: MessageWait,
  SignalEventDefinition: SignalWait,
  TimerEventDefinition: DurableTimer,
} as never) as (entity: Entity) => void;

/** Gives each element of a model its behaviour: the engine's own, or this domain's where something waits or is asked for. */
export function typeResolver(entity: Entity): void {
  resolve(entity);
  if (services.has(entity.type) && entity.behaviour !== undefined) entity.behaviour.Service = NodeService;
}
