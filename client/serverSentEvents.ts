/** One event of a stream, as it came. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  /** Where it carries one. */
  readonly id: string | undefined;
}

/**
 * Reads server-sent events, as many as came at once; an event may have an id and no data.
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
    yield blocks.map(parsed).filter((event) => event !== undefined);
  }
}

function parsed(block: string): ServerSentEvent | undefined {
  let event = '';
  let id: string | undefined;
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field, value = ''] = /^([a-z]+):? ?(.*)$/.exec(line) ?? [];
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id') id = value;
  }
  if (event === '' && data.length === 0 && id === undefined) return undefined;
  return { event, data: data.join('\n'), id };
}
