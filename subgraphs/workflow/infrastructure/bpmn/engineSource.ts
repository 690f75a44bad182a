import serialize from 'moddle-context-serializer';
import type { LoopFacts, ModelFacts } from '../../domain/modelFacts.ts';
import { firstLine } from '../cel/compileCel.ts';
import { typeResolver } from '../engine/typeResolver.ts';
import type { ModdleDocument, ModdleElement } from './moddleElement.ts';

/** Left out of the engine's form: data and people are handled by this domain, scripts are compiled apart. */
const removed = [
  'extensionElements',
  'ioSpecification',
  'dataInputAssociations',
  'dataOutputAssociations',
  'properties',
  'resources',
  'laneSets',
  'script',
  'implementation',
];

/** Elements beside processes that the flow of tokens needs. */
const kept = new Set(
  ['Process', 'Collaboration', 'Message', 'Signal', 'Error', 'Escalation'].map((name) => `bpmn:${name}`),
);

/**
 * Makes the engine's own form of a model: the flow of its tokens and nothing else.
 * @returns JSON that the engine starts from, or what the engine cannot read
 */
export function engineSource(document: ModdleDocument, facts: ModelFacts): { json: string; problem: string | null } {
  try {
    const loops = new Map(facts.nodes.map((node) => [node.id, node.loop]));
    const root = document.rootElement as Record<string, unknown>;
    const elements = (document.rootElement.rootElements as ModdleElement[]).filter(({ $type }) => kept.has($type));
    root.rootElements = elements;
    for (const element of elements) strip(element, loops);
    return { json: serialize(document as never, typeResolver).serialize(), problem: null };
  } catch (error) {
    return { json: '', problem: firstLine(error) };
  }
}

function strip(element: ModdleElement, loops: ReadonlyMap<string, LoopFacts | null>): void {
  const open = element as Record<string, unknown>;
  for (const property of removed) delete open[property];
  const loop = loops.get(element.id ?? '');
  if (loop != null && loop.collection !== null) Object.assign(element.loopCharacteristics, collection(loop));
  const children = (element.flowElements ?? []) as ModdleElement[];
  if (element.flowElements !== undefined) {
    open.flowElements = children.filter(({ $type }) => !/^bpmn:Data/.test($type));
    open.artifacts = undefined;
  }
  for (const child of children) strip(child, loops);
}

/** The engine takes a collection by an expression; models name a variable or write an expression. */
function collection(loop: LoopFacts) {
  const text = loop.collection!;
  return {
    collection: /^[$#]\{/.test(text) ? text : `\${${text}}`,
    elementVariable: loop.elementVariable ?? 'item',
  };
}
