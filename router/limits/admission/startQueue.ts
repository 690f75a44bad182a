import type { RequestRefused } from '../../errors/requestRefused.ts';
import { OperationCost } from './operationCost.ts';
import { Standing } from './standing.ts';

/** An operation that wants to begin. */
export interface Entrant {
  start(): void;
  /** Takes why it may not. */
  refuse(error: RequestRefused): void;
}

export interface StartQueueOptions {
  /** Operations that may always be under way, those that wait included. */
  readonly always: number;
  /** Milliseconds that an operation may wait for its turn while more come than can be done. */
  readonly waitAtMost: number;
  /** Operations that may come at once without any of them being shed, however long they take; 256 unless said otherwise. */
  readonly crowd?: number;
  /** Takes an operation that waited too long. */
  shed(entrant: Entrant): void;
}

interface Waiting {
  readonly entrant: Entrant;
  readonly since: number;
}

/** Milliseconds of work that may be begun at once. */
const burst = 20;
/** Share of the time that is given to operations; the rest keeps their work from piling up. */
const share = 0.95;
/** Milliseconds that one turn of the event loop counts at most: in a longer one, work has piled up already. */
const turnAtMost = 10;

/**
 * Starts operations no faster than the process can finish them: each one takes from an account what operations cost, and time
 * pays in. So what is more than can be done waits here, where it has cost nothing yet, and not half done; operations that wait
 * for subgraphs hold nothing up; and the loop turns often enough to accept (Node takes one new connection in each turn), to
 * read and to refuse. The oldest goes first. But while operations wait all the time, those that waited too long are shed, and the newest goes
 * first, so that what is done is not late.
 */
export class StartQueue {
  readonly #options: StartQueueOptions;
  readonly #cost: OperationCost;
  readonly #standing: Standing;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  /** Milliseconds of work that were begun and not paid for yet, as of the last change. */
  #debt = 0;
  #changed = 0;
  #pump: NodeJS.Timeout | undefined;

  constructor(options: StartQueueOptions, cost = new OperationCost()) {
    this.#options = options;
    this.#cost = cost;
    this.#standing = new Standing(options.crowd ?? 256);
  }

  /** Operations that were started and have not ended. */
  get running(): number {
    return this.#running;
  }

  /** Operations that wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Starts an operation now or in its turn, or sheds it then. */
  enter(entrant: Entrant): void {
    const now = performance.now();
    if (this.#pump === undefined) {
      this.#pay(now - this.#changed, now);
      if (this.#hasRoom(0)) {
        this.#start(entrant, this.#cost.at(now));
        return;
      }
      this.#standing.begin(now);
      this.#pump = setInterval(this.#serve, 1);
    }
    this.#standing.add();
    this.#waiting.push({ entrant, since: now });
  }

  /** Counts an operation that was started, until it has ended. */
  count(running: Promise<unknown>): void {
    this.#running++;
    this.#cost.began();
    running.then(this.#end, this.#end);
  }

  readonly #end = (): void => {
    this.#running--;
    this.#cost.ended();
  };

  /** @param others operations that were started just now, and are not counted yet */
  #hasRoom(others: number): boolean {
    return this.#debt < burst || this.#running + others < this.#options.always;
  }

  #start(entrant: Entrant, cost: number): void {
    // Those that may always run must not leave a debt that others would have to wait for.
    this.#debt = Math.min(this.#debt, burst) + cost;
    entrant.start();
  }

  #pay(time: number, now: number): void {
    this.#debt = Math.max(0, this.#debt - time);
    this.#changed = now;
  }

  readonly #serve = (): void => {
    const now = performance.now();
    const span = this.#standing.look(now);
    this.#pay(share * Math.min(span, turnAtMost), now);
    if (this.#standing.isLong) this.#shed(now);
    const cost = this.#cost.at(now);
    for (let n = 0; this.#waiting.length > 0 && this.#hasRoom(n); n++) this.#start(this.#next().entrant, cost);
    if (this.#waiting.length > 0) return;
    clearInterval(this.#pump);
    this.#pump = undefined;
  };

  #next(): Waiting {
    return (this.#standing.isLong ? this.#waiting.pop() : this.#waiting.shift())!;
  }

  #shed(now: number): void {
    const { always, waitAtMost, shed } = this.#options;
    const waiting = this.#waiting;
    while (waiting.length > 0 && now - waiting[0]!.since > waitAtMost && this.#running + waiting.length > always) {
      shed(waiting.shift()!.entrant);
    }
  }
}
