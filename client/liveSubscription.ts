import { type BackOff, pauseBefore } from './backOff.ts';
import type { LiveError, LiveFrame, LiveState, Payload } from './liveTypes.ts';
import { RecentIds } from './recentIds.ts';
import type { Transport } from './transport.ts';

/** What a subscriber hears. */
export interface LiveHandlers<Result> {
  next(frame: LiveFrame<Result>): void;
  /** Called at each change of state. */
  state?(state: LiveState): void;
  /**
   * The graph no longer has what was missed. Query again with `query(…, { cursorFor })`, show that, and give its cursor:
   * the stream goes on behind it. Without this handler it goes on from now.
   */
  expired?(): Promise<string | undefined> | string | undefined;
  /** The subscription has ended because the graph refused it. */
  error?(error: LiveError): void;
  /** The subscription came to its end. */
  complete?(): void;
}

/** A running subscription. */
export interface LiveSubscription {
  readonly state: LiveState;
  /** Behind everything that was handed to `next`; a later subscription may go on from there. */
  readonly cursor: string | undefined;
  /** Resolves when it is live for the first time; rejects when it ended before. */
  readonly ready: Promise<void>;
  close(): void;
}

/** What a subscription is made of. */
export interface SubscriptionParts<Result> {
  readonly transport: Transport;
  readonly query: string;
  readonly variables: unknown;
  readonly cursor: string | undefined;
  readonly handlers: LiveHandlers<Result>;
  readonly backOff: BackOff;
  random(): number;
  /** Hears the id of every event whose frame came. */
  onEvent(id: string): void;
}

const rememberedIds = 10_000;

/** Keeps a stream going over losses: comes back with its cursor, and hands each event on once. */
export class Subscription<Result> implements LiveSubscription {
  readonly ready: Promise<void>;
  readonly #parts: SubscriptionParts<Result>;
  readonly #seen = new RecentIds(rememberedIds);
  readonly #first = Promise.withResolvers<void>();
  #state: LiveState = 'connecting';
  #cursor: string | undefined;
  #attempt = 0;
  #stop: (() => void) | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: SubscriptionParts<Result>) {
    this.#parts = parts;
    this.#cursor = parts.cursor;
    this.ready = this.#first.promise;
    this.ready.catch(() => undefined);
    this.#open();
  }

  get state(): LiveState {
    return this.#state;
  }

  get cursor(): string | undefined {
    return this.#cursor;
  }

  close(): void {
    if (this.#state === 'ended') return;
    clearTimeout(this.#pause);
    this.#stop?.();
    this.#enter('ended');
    this.#first.reject(new Error('The subscription was closed.'));
  }

  #open(): void {
    const { transport, query, variables } = this.#parts;
    const current = (work: () => void) => () => this.#state !== 'ended' && work();
    this.#stop = transport.open(
      { query, variables, cursor: this.#cursor },
      {
        live: current(() => {
          this.#attempt = 0;
          this.#enter('live');
          this.#first.resolve();
        }),
        next: (payload) => current(() => this.#take(payload))(),
        position: (cursor) => current(() => this.#moveTo(cursor))(),
        stale: current(() => this.#enter('stale')),
        complete: current(() => {
          this.#parts.handlers.complete?.();
          this.close();
        }),
        refused: (error) => current(() => this.#refused(error))(),
        lost: current(() => this.#again()),
      },
    );
  }

  #take({ data, errors, extensions }: Payload): void {
    const event = extensions?.event;
    // Moved first: a handler that fails must not make the event come again.
    this.#moveTo(extensions?.cursor);
    if (event && !this.#seen.add(event.id)) return;
    const frame = { data: (data ?? null) as Result | null, ...(errors && { errors }), ...(event && { event }) };
    this.#parts.handlers.next(frame);
    if (event) this.#parts.onEvent(event.id);
  }

  #moveTo(cursor: string | undefined): void {
    if (cursor !== undefined) this.#cursor = cursor;
  }

  #refused(error: LiveError): void {
    if (error.code === 'CURSOR_EXPIRED' || error.code === 'LIVE_CURSOR_INVALID') void this.#startAnew();
    else if (error.passes) this.#again();
    else {
      this.#parts.handlers.error?.(error);
      this.#first.reject(error);
      this.close();
    }
  }

  async #startAnew(): Promise<void> {
    this.#cursor = undefined;
    this.#enter('expired');
    try {
      const cursor = await this.#parts.handlers.expired?.();
      if (this.#isEnded()) return;
      this.#cursor = cursor;
      this.#open();
    } catch {
      if (this.#isEnded()) return;
      // Without its snapshot the stream would have a gap that nobody sees.
      this.#pause = setTimeout(() => void this.#startAnew(), this.#nextPause());
    }
  }

  #again(): void {
    if (this.#state === 'ended') return;
    this.#enter('reconnecting');
    this.#pause = setTimeout(() => this.#open(), this.#nextPause());
  }

  #isEnded(): boolean {
    return this.#state === 'ended';
  }

  #nextPause(): number {
    const { backOff, random } = this.#parts;
    return pauseBefore(this.#attempt++, backOff, random);
  }

  #enter(state: LiveState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#parts.handlers.state?.(state);
  }
}
