import { FailureRate } from './failureRate.ts';
import type { Shaping } from './shapingOptions.ts';

/** Whether calls pass: all, none, or a few to try. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/**
 * Stops asking a subgraph that fails: it opens when too large a share of recent calls failed, lets a few through after a
 * while, and closes after enough of these succeeded.
 */
export class CircuitBreaker {
  readonly #shaping: Shaping;
  readonly #changed: (state: BreakerState) => void;
  #rate: FailureRate;
  #state: BreakerState = 'closed';
  #openedAt = 0;
  #probes = 0;
  #successes = 0;

  /** @param changed told of every new state */
  constructor(shaping: Shaping, changed: (state: BreakerState) => void) {
    this.#shaping = shaping;
    this.#changed = changed;
    this.#rate = rateOf(shaping);
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** Whether a call may go now; each that may must be followed by `success`, `failure` or `neither`. */
  admits(now: number): boolean {
    if (this.#state === 'closed') return true;
    if (this.#state === 'open') {
      if (now - this.#openedAt < this.#shaping.breakerOpen) return false;
      this.#tryAgain();
    }
    if (this.#probes + this.#successes >= this.#shaping.breakerSuccesses) return false;
    this.#probes++;
    return true;
  }

  /** The subgraph was seen to answer again: calls may try before their time. */
  recovered(): void {
    if (this.#state === 'open') this.#tryAgain();
  }

  success(now: number): void {
    if (this.#state === 'closed') this.#rate.count(false, now);
    if (this.#state !== 'half-open') return;
    this.#probes--;
    if (++this.#successes < this.#shaping.breakerSuccesses) return;
    this.#rate = rateOf(this.#shaping);
    this.#become('closed');
  }

  failure(now: number): void {
    if (this.#state === 'open') return;
    if (this.#state === 'closed') {
      this.#rate.count(true, now);
      if (!this.#rate.reaches(this.#shaping.breakerThreshold)) return;
    }
    this.#openedAt = now;
    this.#become('open');
  }

  /** The call ended for a reason of ours, which says nothing of the subgraph. */
  neither(): void {
    if (this.#state === 'half-open') this.#probes--;
  }

  #tryAgain(): void {
    this.#probes = 0;
    this.#successes = 0;
    this.#become('half-open');
  }

  #become(state: BreakerState): void {
    this.#state = state;
    this.#changed(state);
  }
}

function rateOf({ breakerWindow, breakerMinimum }: Shaping): FailureRate {
  return new FailureRate(breakerWindow, breakerMinimum);
}
