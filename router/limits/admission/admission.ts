import { RequestRefused } from '../../errors/requestRefused.ts';
import { LoopClock } from './loopClock.ts';
import { Room, type RoomOptions } from './room.ts';

/** Seconds after which refused clients should come back; overload ends or is spread by then. */
const retryAfter = 1;

/**
 * Admits operations as long as the router keeps up, and refuses what is too much (ROUTER_OVERLOADED) before anything is
 * done for it. An operation counts while it is parsed, planned and executed, whichever transport brought it; a
 * subscription until its stream is there.
 */
export class Admission {
  readonly #room: Room | undefined;
  readonly #clock: LoopClock;
  #running = 0;
  #refused = 0;

  /** @param options missing where everything is admitted */
  constructor(options: RoomOptions | undefined) {
    const room = options && new Room(options);
    this.#room = room;
    this.#clock = new LoopClock(
      (late, span) => room?.adapt(late, span, this.#running),
      () => this.#running > 0,
    );
  }

  /** Operations that run now, that may run at once (no bound where it is missing), and that were refused so far. */
  get metrics(): { readonly running: number; readonly room: number | undefined; readonly refused: number } {
    const size = this.#room?.size;
    return {
      running: this.#running,
      room: size === undefined || size === Number.POSITIVE_INFINITY ? undefined : Math.floor(size),
      refused: this.#refused,
    };
  }

  /** The refusal of an operation that comes now; undefined where there is room. One for all: refusing must be cheap. */
  refusal(): RequestRefused | undefined {
    if (this.#room === undefined || this.#running < this.#room.size) return undefined;
    this.#refused++;
    return overloaded;
  }

  /** Counts an operation that was admitted, until it has ended. */
  count(running: Promise<unknown>): void {
    if (this.#room === undefined) return;
    this.#running++;
    this.#clock.run();
    running.then(this.#end, this.#end);
  }

  close(): void {
    this.#clock.stop();
  }

  readonly #end = (): void => {
    this.#running--;
  };
}

const overloaded = RequestRefused.because(
  'ROUTER_OVERLOADED',
  undefined,
  { retryAfter },
  { 'retry-after': `${retryAfter}` },
);
