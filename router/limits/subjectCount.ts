import { type RateLimit, type RateScope, type RateWindow, secondsOf } from './rateLimit.ts';
import { SlidingWindow } from './slidingWindow.ts';

/** Why a subject may send nothing now. */
export interface Excess {
  readonly window: RateWindow;
  /** Milliseconds until it may send again. */
  readonly wait: number;
}

/** What one subject sent through this router. */
export class SubjectCount {
  readonly scope: RateScope;
  /** Names it over all routers; subjects of one tenant share the part in braces, by which Redis Cluster places them. */
  readonly key: string;
  /** Milliseconds of the clock at its last operation. */
  lastUsed = 0;
  /** Set once others may be counted in its place, so that nobody goes on with it. */
  isForgotten = false;
  readonly #minute = new SlidingWindow(secondsOf.minute);
  readonly #hour = new SlidingWindow(secondsOf.hour);

  constructor(scope: RateScope, key: string) {
    this.scope = scope;
    this.key = key;
  }

  /** What keeps so many operations from being sent now; undefined where nothing does. */
  excess(operations: number, limit: RateLimit, now: number): Excess | undefined {
    const overMinute = this.#minute.used(now) + operations - limit.perMinute;
    const overHour = this.#hour.used(now) + operations - limit.perHour;
    if (overMinute <= 0 && overHour <= 0) return undefined;
    return overHour > 0
      ? { window: 'hour', wait: this.#hour.untilForgotten(overHour, now) }
      : { window: 'minute', wait: this.#minute.untilForgotten(overMinute, now) };
  }

  /** Counts operations. {@link excess} was asked before. */
  add(operations: number, now: number): void {
    // Where an answer of Redis was waited for, time has gone on.
    this.#minute.used(now);
    this.#hour.used(now);
    this.#minute.add(operations);
    this.#hour.add(operations);
    this.lastUsed = now;
  }
}
