import { sharedClock } from '../../../trials/live/ground/metricEvents.ts';
import type { FrameFacts } from './frameReader.ts';
import type { LoadOrder, LoadReport } from './loadMessages.ts';
import { RawSubscriber } from './rawSubscriber.ts';

/** Subscribers that are opened at the same time; more would overrun the server's queue of connections. */
const openedAtOnce = 64;

interface Listener {
  readonly token: string;
  readonly name: string;
  /** Whether it stops reading, and is not measured, also when it reads again. */
  readonly stalls: boolean;
  /** Whether nothing is due to it now. */
  stalled: boolean;
  last: number;
  cursor?: string | undefined;
  subscriber?: RawSubscriber;
  /** Resolves when its connection has ended. */
  closed: Promise<void>;
}

/** The subscribers of one load process and what they have seen. */
export class SubscriberGroup {
  #listeners: Listener[] = [];
  #address = { port: 0, query: '' };
  #frames = 0;
  #lost = 0;
  #twice = 0;
  #closed = 0;
  #latencies: number[] = [];
  /** Frames that are still to come until `reached` is. */
  #due = 0;
  #onNoneDue: () => void = () => undefined;

  async open({ port, query, subscribers, stalled, sent }: Extract<LoadOrder, { do: 'open' }>): Promise<void> {
    this.#address = { port, query };
    const listeners = subscribers.map(({ token, name }, index): Listener => {
      const stalls = index < stalled;
      return { token, name, stalls, stalled: stalls, last: sent[name] ?? 0, closed: Promise.resolve() };
    });
    this.#listeners.push(...listeners);
    await this.#connectAll(listeners, (listener) => {
      if (listener.stalled) listener.subscriber!.pause();
    });
  }

  /** Those who stopped read on to the end of their connections, and come back by their cursors. */
  async resume(): Promise<void> {
    const stalled = this.#listeners.filter((listener) => listener.stalled);
    for (const { subscriber } of stalled) subscriber!.resume();
    await Promise.all(stalled.map(({ closed }) => closed));
    for (const listener of stalled) listener.stalled = false;
    await this.#connectAll(stalled, () => undefined);
  }

  async #connectAll(listeners: readonly Listener[], then: (listener: Listener) => void): Promise<void> {
    const waiting = [...listeners];
    const connectNext = async (): Promise<void> => {
      for (let listener = waiting.shift(); listener; listener = waiting.shift()) {
        await this.#connect(listener);
        then(listener);
      }
    };
    await Promise.all(Array.from({ length: openedAtOnce }, connectNext));
  }

  async #connect(listener: Listener): Promise<void> {
    const { token, name, cursor, stalls } = listener;
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    listener.closed = closed;
    listener.subscriber = new RawSubscriber({
      ...this.#address,
      token,
      name,
      cursor,
      wantsCursors: stalls,
      onPosition: (position) => {
        listener.cursor = position;
      },
      onNext: (facts) => this.#saw(listener, facts),
      onClosed: () => {
        this.#closed++;
        resolve();
      },
    });
    await listener.subscriber.ready;
  }

  /** Resolves when all who read have seen that many frames of their series, or the time is over. */
  async reached(frames: Readonly<Record<string, number>>, within: number): Promise<void> {
    const missing = ({ stalled, name, last }: Listener): number =>
      stalled ? 0 : Math.max(0, (frames[name] ?? 0) - last);
    const sum = (): number => this.#listeners.reduce((due, listener) => due + missing(listener), 0);
    this.#due = sum();
    if (this.#due > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, within);
        this.#onNoneDue = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#lost += sum();
  }

  take(): LoadReport {
    const report = {
      frames: this.#frames,
      lost: this.#lost,
      twice: this.#twice,
      closed: this.#closed,
      latencies: this.#latencies,
    };
    this.#frames = this.#lost = this.#twice = this.#closed = 0;
    this.#latencies = [];
    return report;
  }

  close(): void {
    for (const { subscriber } of this.#listeners.splice(0)) subscriber?.close();
  }

  #saw(listener: Listener, { number, appendedAt, cursor }: FrameFacts): void {
    listener.cursor = cursor ?? listener.cursor;
    if (!listener.stalls) {
      this.#frames++;
      this.#latencies.push(sharedClock() - appendedAt);
    }
    if (number <= listener.last) {
      this.#twice++;
      return;
    }
    const passed = number - listener.last;
    this.#lost += passed - 1;
    listener.last = number;
    if (listener.stalled) return;
    this.#due -= passed;
    if (this.#due === 0) this.#onNoneDue();
  }
}
