import { BpmnModdle } from 'bpmn-moddle';
import { inspectXml } from '../../domain/inspectXml.ts';
import type { ModdleDocument } from './moddleElement.ts';

/** References without which the flow of a model has a hole. */
const structural = new Set(['bpmn:sourceRef', 'bpmn:targetRef', 'bpmn:attachedToRef', 'bpmn:default']);

/** A document that is no BPMN 2.0 model; nothing of it is kept. */
export class ModelRefused extends Error {}

/**
 * Reads BPMN 2.0 XML. Nothing outside of the text is read: imports and schema locations stay names.
 * @throws ModelRefused when the text is unsafe, not well-formed, not BPMN 2.0, or has no process
 */
export async function parseBpmn(xml: string): Promise<ModdleDocument> {
  const unsafe = inspectXml(xml);
  if (unsafe !== null) throw new ModelRefused(unsafe);
  const document = await readXml(xml);
  const { rootElement, warnings } = document;
  if (rootElement?.$type !== 'bpmn:Definitions') throw new ModelRefused('The model is not a BPMN 2.0 definition.');
  const broken = warnings.find(({ message }) => /unparsable|failed to parse|closing tag|duplicate ID/i.test(message));
  if (broken !== undefined) throw new ModelRefused(`The model is not valid BPMN 2.0: ${oneLine(broken.message)}`);
  const dangling = warnings.find(({ property }) => property !== undefined && structural.has(property));
  if (dangling !== undefined) {
    throw new ModelRefused(`The model is not valid BPMN 2.0: ${dangling.element?.id} has an ${dangling.message}`);
  }
  const elements: { $type: string }[] = rootElement.rootElements ?? [];
  if (!elements.some(({ $type }) => $type === 'bpmn:Process')) throw new ModelRefused('The model has no process.');
  return document;
}

async function readXml(xml: string): Promise<ModdleDocument> {
  try {
    return (await new BpmnModdle().fromXML(xml)) as unknown as ModdleDocument;
  } catch (error) {
    throw new ModelRefused(`The model is not valid BPMN 2.0: ${oneLine((error as Error).message)}`);
  }
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').slice(0, 300);
}
