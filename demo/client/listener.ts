import { EventEmitter, once } from 'node:events';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { TypedDocument } from './typedDocument.ts';

/** A frame that a subscription received. */
export interface Frame {
  /** Name of the subscription's root field. */
  readonly field: string;
  readonly data: { readonly id: string };
  /** Id of the event behind the frame. */
  readonly eventId: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Milliseconds from the event's timestamp to its receipt. */
  readonly latency: number;
}

/** The subscriptions of one user over one socket; keeps every frame. */
export interface Listener {
  readonly frames: readonly Frame[];
  /** Subscribes; frames are kept from then on. */
  subscribe<Variables>(document: TypedDocument<unknown, Variables>, variables: Variables): void;
  /**
   * The first frame of a field that passes the test, received already or still to come.
   * @throws Error naming the field when none came within the time (milliseconds)
   */
  expect<Data>(field: string, test: (data: Data) => boolean, within?: number): Promise<Frame & { readonly data: Data }>;
  /**
   * Waits until more frames are there than the given number (milliseconds at most).
   * @throws Error when none came within the time
   */
  moreThan(count: number, within?: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens a socket as one user. Rejects when the server refuses the token. */
export async function openListener(url: string, token: string): Promise<Listener> {
  const frames: Frame[] = [];
  const arrivals = new EventEmitter();
  const failures: Error[] = [];
  const client = await connect(url, token, (error) => {
    failures.push(error);
    arrivals.emit('arrival');
  });

  const receive = (result: { data?: unknown; errors?: unknown; extensions?: unknown }) => {
    const [field, data] = Object.entries((result.data ?? {}) as Record<string, unknown>)[0] ?? [];
    if (result.errors || field === undefined || data === null) {
      failures.push(new Error(`A frame with errors: ${JSON.stringify(result)}`));
      arrivals.emit('arrival');
      return;
    }
    const { event } = result.extensions as { event: { id: string; timestamp: string } };
    const receivedAt = Date.now();
    frames.push({
      field,
      data: data as { id: string },
      eventId: event.id,
      receivedAt,
      latency: receivedAt - Date.parse(event.timestamp),
    });
    arrivals.emit('arrival');
  };

  async function arrival(signal: AbortSignal, field: string): Promise<void> {
    if (failures[0]) throw failures[0];
    try {
      await once(arrivals, 'arrival', { signal });
    } catch {
      throw new Error(`No frame of ${field} came in time`);
    }
    if (failures[0]) throw failures[0];
  }

  return {
    frames,
    subscribe(document, variables) {
      client.subscribe(
        { query: document.toString(), variables: variables as Record<string, unknown> },
        {
          next: receive,
          complete: () => {},
          error: (error) => {
            failures.push(new Error(`A subscription was refused: ${describe(error)}`));
            arrivals.emit('arrival');
          },
        },
      );
    },
    async expect<Data>(field: string, test: (data: Data) => boolean, within = 15_000) {
      const signal = AbortSignal.timeout(within);
      for (;;) {
        const found = frames.find((frame) => frame.field === field && test(frame.data as Data));
        if (found) return found as unknown as Frame & { readonly data: Data };
        await arrival(signal, field);
      }
    },
    async moreThan(count, within = 15_000) {
      const signal = AbortSignal.timeout(within);
      while (frames.length <= count) await arrival(signal, 'any field');
    },
    close: async () => {
      await client.dispose();
    },
  };
}

function connect(url: string, token: string, onLost: (error: Error) => void): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { Authorization: `Bearer ${token}` },
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: (error) => reject(new Error(`The socket was refused: ${describe(error)}`)),
      on: {
        connected: () => resolve(client),
        closed: (event) => {
          const { code, reason } = event as { code: number; reason: string };
          if (code !== 1000) onLost(new Error(`The socket was closed: ${code} ${reason}`));
        },
      },
    });
  });
}

function describe(error: unknown): string {
  if (error instanceof Error) return error.message;
  const { code, reason } = error as { code?: number; reason?: string };
  return code === undefined ? JSON.stringify(error) : `${code} ${reason}`;
}
