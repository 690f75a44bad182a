import { LiveError, type Payload } from './liveTypes.ts';
import { type ServerSentEvent, serverSentEvents } from './serverSentEvents.ts';
import type { StreamEvents, StreamRequest, Transport, TransportOptions } from './transport.ts';
import { watchdog } from './watchdog.ts';

/**
 * Each stream as server-sent events over an HTTP request of its own, where WebSockets do not pass. `fetch` is used and
 * not EventSource, which sends no token.
 *
 * @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode
 */
export function eventStreamTransport(options: TransportOptions): Transport {
  const open = new Set<AbortController>();
  return {
    open(request, events) {
      const leaving = new AbortController();
      open.add(leaving);
      void follow(request, events, options, leaving).finally(() => open.delete(leaving));
      return () => leaving.abort();
    },
    // A request keeps its token; the stream ends with it and comes back by its cursor.
    renewToken: () => Promise.resolve(),
    close() {
      for (const leaving of open) leaving.abort();
    },
  };
}

async function follow(
  request: StreamRequest,
  events: StreamEvents,
  { url, token, staleAfter }: TransportOptions,
  leaving: AbortController,
): Promise<void> {
  const { signal } = leaving;
  const dog = watchdog(
    staleAfter,
    () => !signal.aborted && events.stale(),
    () => end(() => events.lost('SILENT')),
  );
  const end = (tell: () => void): void => {
    if (signal.aborted) return;
    leaving.abort();
    tell();
  };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${await token()}`,
        ...(request.cursor !== undefined && { 'last-event-id': request.cursor }),
      },
      body: JSON.stringify({ query: request.query, variables: request.variables }),
      signal,
    });
    if (!response.ok || !response.body) {
      const { errors = [] } = (await response.json().catch(() => ({}))) as Payload;
      const error = new LiveError(errors);
      // A token that has ended meanwhile is replaced by the next attempt.
      return end(() =>
        response.status === 401 || errors.length === 0 ? events.lost(error.code) : events.refused(error),
      );
    }
    for await (const arrived of serverSentEvents(response.body, () => dog.heard())) {
      for (const event of arrived) {
        take(event, events, end);
        if (signal.aborted) return;
      }
      // The router sends the position in the stream's first block, so that whoever counts it as live can resume it.
      events.live();
    }
    end(() => events.lost('CUT_OFF'));
  } catch (error) {
    end(() => events.lost(error instanceof Error ? error.message : 'UNREACHABLE'));
  } finally {
    dog.stop();
  }
}

/** Hands one event on; the last one ends the stream. */
function take({ event, data, id }: ServerSentEvent, events: StreamEvents, end: (tell: () => void) => void): void {
  const payload = data === '' ? undefined : (JSON.parse(data) as Payload);
  if (event === 'complete') {
    end(() => events.complete());
  } else if (payload?.errors && payload.data === undefined && !payload.extensions?.event) {
    const refusal = new LiveError(payload.errors);
    end(() => (refusal.passes ? events.lost(refusal.code) : events.refused(refusal)));
  } else {
    if (payload) events.next(payload);
    if (id !== undefined) events.position(id);
  }
}
