import { sharedClock } from '../../../trials/live/ground/metricEvents.ts';
import type { FrameFacts } from './frameReader.ts';
import type { LoadOrder, LoadReport } from './loadMessages.ts';
import { RawSubscriber } from './rawSubscriber.ts';

/** Subscribers that are opened at the same time; more would overrun the server's queue of connections. */
const openedAtOnce = 64;

interface Listener {
  readonly name: string;
  readonly stalled: boolean;
  last: number;
  subscriber?: RawSubscriber;
}

/** The subscribers of one load process and what they have seen. */
export class SubscriberGroup {
  #listeners: Listener[] = [];
  #frames = 0;
  #lost = 0;
  #twice = 0;
  #closed = 0;
  #latencies: number[] = [];
  /** Frames that are still to come until `reached` is. */
  #due = 0;
  #onNoneDue: () => void = () => undefined;

  async open({ port, query, subscribers, stalled, sent }: Extract<LoadOrder, { do: 'open' }>): Promise<void> {
    const waiting = subscribers.map(({ token, name }, index) => ({ token, name, stalled: index < stalled }));
    const openNext = async (): Promise<void> => {
      for (let each = waiting.shift(); each; each = waiting.shift()) {
        const { token, name } = each;
        const listener: Listener = { name, stalled: each.stalled, last: sent[name] ?? 0 };
        listener.subscriber = new RawSubscriber({
          port,
          token,
          query,
          name,
          onNext: (facts) => this.#saw(listener, facts),
          onClosed: () => {
            this.#closed++;
          },
        });
        this.#listeners.push(listener);
        await listener.subscriber.ready;
        if (listener.stalled) listener.subscriber.pause();
      }
    };
    await Promise.all(Array.from({ length: openedAtOnce }, openNext));
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

  #saw(listener: Listener, { number, appendedAt }: FrameFacts): void {
    if (listener.stalled) return;
    this.#frames++;
    this.#latencies.push(sharedClock() - appendedAt);
    if (number <= listener.last) {
      this.#twice++;
      return;
    }
    this.#lost += number - listener.last - 1;
    this.#due -= number - listener.last;
    listener.last = number;
    if (this.#due === 0) this.#onNoneDue();
  }
}
