import { triggerTopics } from '../../domain/eventBinding.ts';
import type { FlowFacts, ModelFacts, NodeFacts, ProcessFacts } from '../../domain/modelFacts.ts';
import { ownAttribute } from './foreignAttribute.ts';
import type { ModdleDocument, ModdleElement } from './moddleElement.ts';
import { oneLine } from './oneLine.ts';
import { readNode } from './readNode.ts';

/** Reads what the product has to know about a model, of all processes and their sub-processes. */
export function readFacts({ rootElement }: ModdleDocument): ModelFacts {
  const processes: ProcessFacts[] = [];
  const nodes: NodeFacts[] = [];
  const flows: FlowFacts[] = [];
  for (const process of (rootElement.rootElements ?? []) as ModdleElement[]) {
    if (process.$type !== 'bpmn:Process') continue;
    processes.push(readProcess(process));
    for (const [element, container] of flowElements(process)) {
      const containerId = container.id ?? '';
      if (element.$type === 'bpmn:SequenceFlow') flows.push(readFlow(element, process.id!, containerId));
      else if (!passive.has(element.$type)) nodes.push(readNode(element, process.id!, containerId));
    }
  }
  return {
    name: rootElement.name ?? null,
    exporter: [rootElement.exporter, rootElement.exporterVersion].filter(Boolean).join(' ') || null,
    hasDiagram: (rootElement.diagrams ?? []).some((diagram: ModdleElement) => diagram.plane?.planeElement?.length > 0),
    expressionLanguage: rootElement.expressionLanguage ?? null,
    processes,
    nodes,
    flows,
  };
}

const passive = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference']);

function* flowElements(container: ModdleElement): Generator<[element: ModdleElement, container: ModdleElement]> {
  for (const element of (container.flowElements ?? []) as ModdleElement[]) {
    yield [element, container];
    yield* flowElements(element);
  }
}

function readProcess(process: ModdleElement): ProcessFacts {
  return {
    id: process.id!,
    name: oneLine(process.name),
    executable: process.isExecutable === true,
    trigger: ownAttribute(process, 'trigger') ?? startMessage(process),
  };
}

/** A start event whose message is named after a topic declares the trigger the way BPMN has for it. */
function startMessage(process: ModdleElement): string | null {
  for (const element of (process.flowElements ?? []) as ModdleElement[]) {
    if (element.$type !== 'bpmn:StartEvent') continue;
    const names = (element.eventDefinitions ?? []).map((event: ModdleElement) => event.messageRef?.name);
    const topic = names.find((name: string | undefined) => name !== undefined && triggerTopics.includes(name));
    if (topic !== undefined) return topic;
  }
  return null;
}

function readFlow(flow: ModdleElement, processId: string, containerId: string): FlowFacts {
  const condition = flow.conditionExpression;
  return {
    id: flow.id!,
    processId,
    containerId,
    sourceId: flow.sourceRef?.id ?? '',
    targetId: flow.targetRef?.id ?? '',
    condition: condition === undefined ? null : { text: condition.body ?? '', language: condition.language ?? null },
  };
}
