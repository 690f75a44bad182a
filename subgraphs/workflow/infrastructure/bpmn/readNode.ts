import { awaitableTopics } from '../../domain/eventBinding.ts';
import type {
  EventFacts,
  LoopFacts,
  MessageFacts,
  NodeFacts,
  OutputFacts,
  ScriptFacts,
} from '../../domain/modelFacts.ts';
import { type ServiceCall, serviceCall } from '../../domain/serviceCall.ts';
import { foreignAttribute, ownAttribute } from './foreignAttribute.ts';
import type { ModdleElement } from './moddleElement.ts';
import { oneLine } from './oneLine.ts';
import { readHuman } from './readHuman.ts';

const serviceTypes = new Set(['bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:BusinessRuleTask']);
const humanTypes = new Set(['bpmn:UserTask', 'bpmn:ManualTask']);
const timerKinds = ['timeDate', 'timeDuration', 'timeCycle'] as const;

/** Reads what the product has to know about one flow node. */
export function readNode(node: ModdleElement, processId: string, containerId: string): NodeFacts {
  return {
    id: node.id ?? '',
    type: node.$type,
    name: oneLine(node.name),
    processId,
    containerId,
    attachedTo: node.attachedToRef?.id ?? null,
    eventDefinitions: (node.eventDefinitions ?? []).map(readEvent),
    human: humanTypes.has(node.$type) ? readHuman(node) : null,
    service: serviceTypes.has(node.$type) ? readService(node) : null,
    script: node.$type === 'bpmn:ScriptTask' ? readScript(node) : null,
    loop: node.loopCharacteristics === undefined ? null : readLoop(node.loopCharacteristics),
    message: readMessage(node.messageRef),
    calledElement: node.$type === 'bpmn:CallActivity' ? (node.calledElement ?? '') : null,
    outputs: readOutputs(node),
  };
}

function readEvent(event: ModdleElement): EventFacts {
  const kind = timerKinds.find((name) => event[name] !== undefined);
  return {
    type: event.$type,
    message: readMessage(event.messageRef ?? event.signalRef),
    timer: kind === undefined ? null : { kind, text: (event[kind].body ?? '').trim() },
  };
}

function readMessage(message: ModdleElement | undefined): MessageFacts | null {
  return message === undefined ? null : { id: message.id ?? null, name: message.name ?? message.id ?? '' };
}

function readService(node: ModdleElement): ServiceCall {
  const named = ownAttribute(node, 'service') ?? oneLine(node.name) ?? node.id ?? '';
  return serviceCall(node.implementation ?? null, named, awaitableTopics);
}

function readScript(node: ModdleElement): ScriptFacts {
  return {
    language: node.scriptFormat ?? null,
    body: (node.script ?? '').trim(),
    resultVariable: foreignAttribute(node, 'resultVariable'),
  };
}

function readLoop(loop: ModdleElement): LoopFacts {
  return {
    sequential: loop.$type === 'bpmn:StandardLoopCharacteristics' || loop.isSequential === true,
    collection: foreignAttribute(loop, 'collection') ?? loop.loopDataInputRef?.name ?? null,
    elementVariable: foreignAttribute(loop, 'elementVariable') ?? loop.inputDataItem?.name ?? null,
    cardinality: loop.loopCardinality?.body ?? (loop.loopMaximum === undefined ? null : String(loop.loopMaximum)),
    condition: loop.loopCondition?.body ?? loop.completionCondition?.body ?? null,
  };
}

/** Data outputs that an association leads into a data object (BPMN 2.0 §10.4.1). */
function readOutputs(node: ModdleElement): OutputFacts[] {
  const outputs: OutputFacts[] = [];
  for (const association of (node.dataOutputAssociations ?? []) as ModdleElement[]) {
    const source = association.sourceRef?.[0];
    const target = association.targetRef;
    const to = target?.dataObjectRef?.name ?? target?.name;
    if (source?.name !== undefined && to !== undefined) outputs.push({ from: source.name, to });
  }
  return outputs;
}
