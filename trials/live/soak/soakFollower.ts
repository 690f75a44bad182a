import type { LiveClient } from '#client/liveClient.ts';
import type { LiveSubscription } from '#client/liveSubscription.ts';
import { markOf, type SoakEvents, type SoakTenant } from './soakEvents.ts';

const stream = { toString: () => 'subscription Soak($name: String) { tenantMetricsUpdated(name: $name) { unit } }' };
/** A query that asks no subgraph; what counts is the cursor that comes with it. */
const position = { toString: () => '{ __typename }' };

interface Metric {
  readonly tenantMetricsUpdated: { readonly unit: string };
}

/** What went wrong for somebody. */
export class SoakFaults {
  lost = 0;
  twice = 0;
  foreign = 0;
  /** Streams that ended or expired, by the reason. */
  readonly ended: string[] = [];
}

/**
 * One subscriber's view of one series, or of all: it may leave and come back with its cursor, over another transport and by
 * another router, and must get each event of its tenant from its beginning on once and in the order of its key.
 */
export class SoakFollower {
  readonly tenant: SoakTenant;
  readonly userId: string;
  readonly #name: string | null;
  readonly #events: SoakEvents;
  readonly #faults: SoakFaults;
  /** Series → number that must come next; before anything came, the highest that may be the first. */
  readonly #due = new Map<string, { number: number; readonly isFirst: boolean }>();
  /** Series → number that was in the log before the position was asked for, so that it must not come. */
  readonly #before = new Map<string, number>();
  #subscription: LiveSubscription | undefined;
  #began = false;
  #onFrame: () => void = () => undefined;
  frames = 0;

  /** @param name of the series; null for all */
  constructor(
    who: { tenant: SoakTenant; userId: string },
    name: string | null,
    events: SoakEvents,
    faults: SoakFaults,
  ) {
    this.tenant = who.tenant;
    this.userId = who.userId;
    this.#name = name;
    this.#events = events;
    this.#faults = faults;
  }

  /** Whether it can come back: it has been in position. */
  get canResume(): boolean {
    return this.#began;
  }

  /** Subscribes, behind its cursor when it was here before; with `fromQuery`, behind the cursor that a query brings. */
  async listen(client: LiveClient, fromQuery: boolean): Promise<void> {
    let cursor = this.#subscription?.cursor;
    if (!this.#began && fromQuery) cursor = await this.#ask(client);
    const subscription = client.subscribe<Metric, object>(
      stream,
      { name: this.#name },
      {
        next: ({ data, errors }) => this.#saw(data, errors?.[0]?.extensions?.code),
        expired: () => void this.#faults.ended.push('expired'),
        error: ({ code }) => this.#faults.ended.push(code),
        complete: () => this.#faults.ended.push('complete'),
      },
      { cursor },
    );
    this.#subscription = subscription;
    await subscription.ready.then(
      () => this.#begin(),
      () => undefined,
    );
  }

  leave(): void {
    this.#subscription?.close();
  }

  /** Resolves when it has everything that was appended; with the number of events that are missing when time is over. */
  async caughtUp(patience: AbortSignal): Promise<number> {
    while (this.#missing() > 0 && !patience.aborted) {
      await new Promise<void>((resolve) => {
        this.#onFrame = resolve;
        patience.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    return this.#missing();
  }

  async #ask(client: LiveClient): Promise<string | undefined> {
    const before = this.#ours().map((series) => [series, this.#events.stored(this.tenant, series)] as const);
    const asked = await client.query(position, {}, { cursorFor: ['tenantMetricsUpdated'] }).catch(() => undefined);
    if (asked?.cursor === undefined) return undefined;
    for (const [series, number] of before) this.#before.set(series, number);
    this.#begin();
    return asked.cursor;
  }

  /** From now on everything is due that is appended. */
  #begin(): void {
    if (this.#began) return;
    this.#began = true;
    for (const series of this.#ours()) {
      const number = this.#events.begun(this.tenant, series) + 1;
      const known = this.#due.get(series);
      if (!known) this.#due.set(series, { number, isFirst: true });
    }
  }

  #ours(): readonly string[] {
    return this.#name === null ? this.#events.series : [this.#name];
  }

  #saw(data: Metric | null, code: string | undefined): void {
    this.frames++;
    if (!data) {
      this.#faults.ended.push(`frame without data: ${code}`);
      return;
    }
    const { tenant, series, number } = markOf(data.tenantMetricsUpdated.unit);
    if (tenant !== this.tenant.slug || (this.#name !== null && series !== this.#name)) this.#faults.foreign++;
    else this.#count(series, number);
    this.#onFrame();
  }

  #count(series: string, number: number): void {
    const due = this.#due.get(series);
    const isEarly = due?.isFirst && number < due.number;
    if (due && !isEarly && number > due.number) this.#faults.lost += number - due.number;
    if ((due && !due.isFirst && number < due.number) || number <= (this.#before.get(series) ?? 0)) this.#faults.twice++;
    this.#due.set(series, { number: Math.max(number + 1, due && !due.isFirst ? due.number : 0), isFirst: false });
  }

  #missing(): number {
    let missing = 0;
    for (const [series, { number }] of this.#due)
      missing += Math.max(0, this.#events.begun(this.tenant, series) - number + 1);
    return missing;
  }
}
