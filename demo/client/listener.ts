import { EventEmitter, once } from 'node:events';
import { createLiveClient } from '#client/liveClient.ts';
import type { LiveSubscription } from '#client/liveSubscription.ts';
import type { LiveFrame } from '#client/liveTypes.ts';
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

/** The subscriptions of one user over one socket, which come back when it is lost; keeps every frame. */
export interface Listener {
  readonly frames: readonly Frame[];
  /** Subscribes; frames are kept from then on. */
  subscribe<Result, Variables>(document: TypedDocument<Result, Variables>, variables: Variables): void;
  /** Resolves once every subscription is in position. @throws Error when one was refused */
  inPosition(): Promise<void>;
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

/** Milliseconds after which a frame that has not come is taken to be lost, on a machine with much other work too. */
const patience = 60_000;

/** Listens as one user. */
export async function openListener(url: string, token: string): Promise<Listener> {
  const frames: Frame[] = [];
  const arrivals = new EventEmitter();
  const failures: Error[] = [];
  const subscriptions: LiveSubscription[] = [];
  const client = createLiveClient({ url, token: () => token });

  const fail = (failure: Error): void => {
    failures.push(failure);
    arrivals.emit('arrival');
  };
  const receive = (frame: LiveFrame<unknown>): void => {
    const [field, data] = Object.entries((frame.data ?? {}) as Record<string, unknown>)[0] ?? [];
    if (frame.errors || !frame.event || field === undefined || data === null) {
      fail(new Error(`A frame with errors: ${JSON.stringify(frame)}`));
      return;
    }
    const receivedAt = Date.now();
    frames.push({
      field,
      data: data as { id: string },
      eventId: frame.event.id,
      receivedAt,
      latency: receivedAt - Date.parse(frame.event.timestamp),
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
      const error = (refused: Error): void => fail(new Error(`A subscription was refused: ${refused.message}`));
      subscriptions.push(client.subscribe(document, variables, { next: receive, error }));
    },
    async inPosition() {
      await Promise.all(subscriptions.map(({ ready }) => ready));
    },
    async expect<Data>(field: string, test: (data: Data) => boolean, within = patience) {
      const signal = AbortSignal.timeout(within);
      for (;;) {
        const found = frames.find((frame) => frame.field === field && test(frame.data as Data));
        if (found) return found as unknown as Frame & { readonly data: Data };
        await arrival(signal, field);
      }
    },
    async moreThan(count, within = patience) {
      const signal = AbortSignal.timeout(within);
      while (frames.length <= count) await arrival(signal, 'any field');
    },
    close: async () => client.close(),
  };
}
