/** A stream of server-sent events of one operation. */
export interface EventSource {
  /** The next answer; undefined when the operation is complete. @throws Error when the stream was cut off */
  next(): Promise<Record<string, unknown> | undefined>;
  close(): Promise<void>;
}

/**
 * Subscribes by server-sent events. Resolves when the router has the subscription in position: it answers only then.
 *
 * @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode
 */
export async function openEventSource(
  url: string,
  query: string,
  variables: Record<string, unknown>,
  headers: Record<string, string>,
): Promise<EventSource> {
  const leaving = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query, variables }),
    signal: leaving.signal,
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end >= 0) {
          const fields = text
            .slice(0, end)
            .split('\n')
            .map((line) => line.split(/: ?(.*)/s, 2));
          text = text.slice(end + 2);
          const { event, data } = Object.fromEntries(fields) as Record<string, string | undefined>;
          if (event === 'complete') return undefined;
          if (event === 'next') return JSON.parse(data!);
          // A comment, as sign of life.
          continue;
        }
        const { value, done } = await reader.read();
        if (done) throw new Error('the stream was cut off');
        text += value;
      }
    },
    async close() {
      leaving.abort();
      await reader.closed.catch(() => undefined);
    },
  };
}
