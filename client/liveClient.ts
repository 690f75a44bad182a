import type { BackOff } from './backOff.ts';
import { eventStreamTransport } from './eventStreamTransport.ts';
import { type LiveHandlers, type LiveSubscription, Subscription } from './liveSubscription.ts';
import { type LiveDocument, LiveError, type Payload, type PublishedEvent } from './liveTypes.ts';
import { RecentIds } from './recentIds.ts';
import type { WebSocketClass } from './socketConnection.ts';
import { webSocketTransport } from './webSocketTransport.ts';

/** What a client needs; all but the first two have defaults. */
export interface LiveClientOptions {
  /** Address of the graph, e.g. `https://api.example.com/graphql`. */
  readonly url: string;
  /** Gives an access token that holds now; asked for each request and each connection. */
  token(): string | Promise<string>;
  /** How streams travel; WebSocket unless given. */
  readonly transport?: 'websocket' | 'sse';
  readonly WebSocket?: WebSocketClass;
  readonly backOff?: BackOff;
  /** Milliseconds of silence after which streams are stale; 30 s unless given, more than the router's signs of life. */
  readonly staleAfter?: number;
  /** From 0 to 1; for the jitter. */
  random?(): number;
}

/** Queries, mutations and subscriptions that stay joined over losses of the connection. Runs in browsers and in Node. */
export interface LiveClient {
  /**
   * Sends a query. `cursorFor` names subscription fields: the answer's cursor is where to subscribe from, so that the
   * answer and the stream join without a gap.
   * @throws LiveError when the answer has errors, TypeError when the server cannot be reached
   */
  query<Result, Variables>(
    document: LiveDocument<Result, Variables>,
    variables: Variables,
    options?: { readonly cursorFor?: readonly string[] },
  ): Promise<{ readonly data: Result; readonly cursor: string | undefined }>;
  /** Sends a mutation; gives the events that it published, for `seen`. @throws LiveError, TypeError */
  mutate<Result, Variables>(
    document: LiveDocument<Result, Variables>,
    variables: Variables,
  ): Promise<{ readonly data: Result; readonly events: readonly PublishedEvent[] }>;
  /** Subscribes. `cursor` is one of a query or of an earlier subscription. */
  subscribe<Result, Variables>(
    document: LiveDocument<Result, Variables>,
    variables: Variables,
    handlers: LiveHandlers<Result>,
    options?: { readonly cursor?: string | undefined },
  ): LiveSubscription;
  /**
   * Resolves once a subscription of this client has shown the event; rejects with the signal's reason. An event that no
   * subscription asks for is never seen, so give a signal.
   */
  seen(eventId: string, signal: AbortSignal): Promise<void>;
  /** Takes a fresh token for the open connection, before the former one ends. */
  renewToken(): Promise<void>;
  /** Ends all subscriptions. */
  close(): void;
}

const rememberedEvents = 10_000;

/** Makes a client for one user. */
export function createLiveClient(options: LiveClientOptions): LiveClient {
  const { url, backOff = { first: 250, longest: 15_000 }, staleAfter = 30_000, random = Math.random } = options;
  const forTransport = { url, token: () => options.token(), staleAfter };
  const transport =
    options.transport === 'sse'
      ? eventStreamTransport(forTransport)
      : webSocketTransport(forTransport, options.WebSocket);
  const subscriptions = new Set<LiveSubscription>();
  const events = new RecentIds(rememberedEvents);
  const waiting = new Map<string, Set<() => void>>();

  async function post<Result>(
    query: string,
    variables: unknown,
    extensions: object,
  ): Promise<Payload & { data: Result }> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${await options.token()}`,
      },
      body: JSON.stringify({ query, variables, extensions }),
      signal: AbortSignal.timeout(30_000),
    });
    const payload = (await response.json()) as Payload & { data: Result };
    if (payload.errors) throw new LiveError(payload.errors);
    return payload;
  }

  function note(id: string): void {
    events.add(id);
    for (const resolve of waiting.get(id) ?? []) resolve();
    waiting.delete(id);
  }

  return {
    async query<Result, Variables>(
      document: LiveDocument<Result, Variables>,
      variables: Variables,
      { cursorFor }: { readonly cursorFor?: readonly string[] } = {},
    ) {
      const { data, extensions } = await post<Result>(String(document), variables, { cursor: cursorFor });
      return { data, cursor: extensions?.cursor };
    },
    async mutate<Result, Variables>(document: LiveDocument<Result, Variables>, variables: Variables) {
      const { data, extensions } = await post<Result>(String(document), variables, { events: true });
      return { data, events: extensions?.events ?? [] };
    },
    subscribe(document, variables, handlers, { cursor } = {}) {
      const query = String(document);
      const subscription = new Subscription({
        transport,
        query,
        variables,
        cursor,
        handlers: {
          ...handlers,
          state(state) {
            if (state === 'ended') subscriptions.delete(subscription);
            handlers.state?.(state);
          },
        },
        backOff,
        random,
        onEvent: note,
      });
      subscriptions.add(subscription);
      return subscription;
    },
    seen(eventId, signal) {
      if (events.has(eventId)) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const waiters = waiting.get(eventId) ?? new Set();
        waiting.set(eventId, waiters.add(resolve));
        const leave = (): void => {
          waiters.delete(resolve);
          if (waiters.size === 0) waiting.delete(eventId);
          reject(signal.reason);
        };
        if (signal.aborted) leave();
        else signal.addEventListener('abort', leave, { once: true });
      });
    },
    renewToken: () => transport.renewToken(),
    close() {
      for (const subscription of [...subscriptions]) subscription.close();
      transport.close();
    },
  };
}
