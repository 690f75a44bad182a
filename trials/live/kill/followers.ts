import { createLiveClient } from '#client/liveClient.ts';
import type { LiveSubscription } from '#client/liveSubscription.ts';
import { metricStream } from '../ground/metricEvents.ts';

interface Metric {
  readonly tenantMetricsUpdated: { readonly value: number; readonly unit: string };
}

interface Follower {
  last: number;
  readonly subscription: LiveSubscription;
}

/** Dashboards that follow one series, each with the project's own client. */
export class Followers {
  readonly #all: Follower[] = [];
  #gaps = 0;
  #repeated = 0;
  #behind = 0;
  #onCaughtUp: () => void = () => undefined;
  #close: (() => void)[] = [];

  /** Events that somebody did not get, and that somebody got again. */
  get faults(): { readonly gaps: number; readonly repeated: number } {
    return { gaps: this.#gaps, repeated: this.#repeated };
  }

  /** Opens them and resolves when all are live. */
  async open(url: string, count: number, name: string, tokenOf: (index: number) => Promise<string>): Promise<void> {
    for (let index = 0; index < count; index++) {
      const client = createLiveClient({
        url: `${url}/graphql`,
        token: () => tokenOf(index),
        backOff: { first: 100, longest: 1_000 },
      });
      const follower: Follower = {
        last: 0,
        subscription: client.subscribe<Metric, object>(
          metricStream,
          { name },
          {
            next: ({ data }) => this.#saw(follower, Number(data!.tenantMetricsUpdated.unit)),
            error: () => this.#gaps++,
          },
        ),
      };
      this.#all.push(follower);
      this.#close.push(() => client.close());
    }
    await Promise.all(this.#all.map(({ subscription }) => subscription.ready));
  }

  /** Resolves when all have seen that event; rejects with how many have not when the time is over. */
  async caughtUp(number: number, within: number): Promise<void> {
    this.#behind = this.#all.filter(({ last }) => last < number).length;
    this.#until = number;
    if (this.#behind === 0) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${this.#behind} of ${this.#all.length} did not resume`)),
        within,
      );
      this.#onCaughtUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  close(): void {
    for (const close of this.#close) close();
  }

  #until = Number.POSITIVE_INFINITY;

  #saw(follower: Follower, number: number): void {
    if (number <= follower.last) {
      this.#repeated++;
      return;
    }
    this.#gaps += number - follower.last - 1;
    const wasBehind = follower.last < this.#until;
    follower.last = number;
    if (wasBehind && number >= this.#until && --this.#behind === 0) this.#onCaughtUp();
  }
}
