import { limits } from './limits.ts';

const external = /^[a-z0-9_.-]*:?include$/i;

/**
 * Looks at the XML of a model before a parser sees it, in one pass and without building anything.
 * @param xml the document as text
 * @returns why it is refused, or null. Refused are: more than 1 MB, a document type (and with it every entity of its own),
 *   processing instructions other than the XML declaration (stylesheets load from elsewhere), XInclude, an encoding
 *   other than UTF-8, too many or too deeply nested elements, and text that is not closed where it must be.
 * Source: XML 1.0 §2; OWASP XML External Entity Prevention.
 */
export function inspectXml(xml: string): string | null {
  if (byteLength(xml) > limits.modelBytes) return `The model has more than ${limits.modelBytes} bytes.`;
  let depth = 0;
  let elements = 0;
  let at = xml.indexOf('<');
  if (at < 0) return 'The model is not XML.';
  while (at >= 0) {
    const construct = readConstruct(xml, at);
    if ('refused' in construct) return construct.refused;
    if (construct.kind === 'open') {
      elements += 1;
      depth += construct.selfClosing ? 0 : 1;
      if (elements > limits.modelElements) return `The model has more than ${limits.modelElements} elements.`;
      if (depth > limits.modelDepth) return `The model nests its elements deeper than ${limits.modelDepth}.`;
    } else if (construct.kind === 'close') depth -= 1;
    if (depth < 0) return 'The model closes an element that is not open.';
    at = xml.indexOf('<', construct.end);
  }
  return depth === 0 ? null : 'The model leaves an element open.';
}

type Construct =
  | { kind: 'open'; selfClosing: boolean; end: number }
  | { kind: 'close' | 'skip'; end: number }
  | { refused: string };

function readConstruct(xml: string, at: number): Construct {
  if (xml.startsWith('<!--', at)) return skip(xml, at, '-->');
  if (xml.startsWith('<![CDATA[', at)) return skip(xml, at, ']]>');
  if (xml.startsWith('<!', at)) return { refused: 'A document type or entity declaration is not allowed in a model.' };
  if (xml.startsWith('<?', at)) return readInstruction(xml, at);
  const end = endOfTag(xml, at);
  if (end < 0) return { refused: 'The model ends within a tag.' };
  if (xml[at + 1] === '/') return { kind: 'close', end };
  const name = /^[^\s/>]+/.exec(xml.slice(at + 1, at + 200))?.[0] ?? '';
  if (external.test(name)) return { refused: 'A model must not include other documents (XInclude).' };
  return { kind: 'open', selfClosing: xml[end - 2] === '/', end };
}

function readInstruction(xml: string, at: number): Construct {
  const instruction = skip(xml, at, '?>');
  if ('refused' in instruction) return instruction;
  const text = xml.slice(at, instruction.end);
  if (!/^<\?xml\s/.test(text)) return { refused: 'Processing instructions are not allowed in a model.' };
  const encoding = /encoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
  if (encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding)) {
    return { refused: `The model says it is encoded as ${encoding.slice(0, 40)}; send UTF-8.` };
  }
  return instruction;
}

function skip(xml: string, at: number, terminator: string): Construct {
  const end = xml.indexOf(terminator, at);
  return end < 0 ? { refused: `The model misses a "${terminator}".` } : { kind: 'skip', end: end + terminator.length };
}

/** A ">" inside of a quoted attribute value does not end the tag. */
function endOfTag(xml: string, at: number): number {
  let quote = '';
  for (let index = at + 1; index < xml.length; index += 1) {
    const character = xml[index]!;
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return index + 1;
    else if (character === '<') return -1;
  }
  return -1;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
