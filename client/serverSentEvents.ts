/** One event of a stream, as it came. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  /** Where it carries one. */
  readonly id: string | undefined;
}

/**
 * Reads server-sent events. Yields once at least one block has come whole: the events of all blocks that have, of which
 * there are none where only signs of life came. An event may have an id and no data.
 * @param onChunk called for whatever comes, signs of life included
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export async function* serverSentEvents(
  body: ReadableStream<Uint8Array>,
  onChunk: () => void,
): AsyncGenerator<readonly ServerSentEvent[], void, void> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    onChunk();
    text += decoder.decode(value, { stream: true });
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop() ?? '';
    if (blocks.length > 0) yield blocks.map(parsed).filter((event) => event !== undefined);
  }
}

function parsed(block: string): ServerSentEvent | undefined {
  let event = '';
  let id: string | undefined;
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [field] = line.split(':', 1);
    // Whatever follows is the value: JSON may hold U+2028 and U+2029, at which a pattern's dot stops.
    const value = line.slice(field!.length + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id') id = value;
  }
  if (event === '' && data.length === 0 && id === undefined) return undefined;
  return { event, data: data.join('\n'), id };
}
