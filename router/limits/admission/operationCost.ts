/** Milliseconds from one look at the loop's time to the next, at least. */
const every = 50;
/** Milliseconds after which what was seen counts a third of what it counted. */
const remembered = 300;

/**
 * What an operation costs: the time for which the event loop was busy, by the operations that began meanwhile, or ended where
 * those are more. So all that the process does besides, such as refusing, is in it; and neither a crowd that has only begun
 * nor the end of one looks like dear operations.
 */
export class OperationCost {
  readonly #busyTime: () => number;
  #looked = 0;
  #busyBefore = 0;
  #newlyBegun = 0;
  #newlyEnded = 0;
  #begun = 0;
  #ended = 0;
  #busy = 0;

  /** @param busyTime milliseconds for which the loop was busy so far */
  constructor(busyTime: () => number = () => performance.eventLoopUtilization().active) {
    this.#busyTime = busyTime;
  }

  /** Counts an operation that began. */
  began(): void {
    this.#newlyBegun++;
  }

  /** Counts an operation that ended. */
  ended(): void {
    this.#newlyEnded++;
  }

  /** Milliseconds that one takes; 0 while none is known. */
  at(now: number): number {
    const span = now - this.#looked;
    if (span > every) this.#look(now, span);
    const operations = Math.max(this.#begun, this.#ended);
    return operations < 1 ? 0 : this.#busy / operations;
  }

  #look(now: number, span: number): void {
    const kept = Math.exp(-span / remembered);
    const busy = this.#busyTime();
    if (this.#looked > 0) {
      this.#begun = this.#begun * kept + this.#newlyBegun;
      this.#ended = this.#ended * kept + this.#newlyEnded;
      this.#busy = this.#busy * kept + busy - this.#busyBefore;
    }
    this.#looked = now;
    this.#busyBefore = busy;
    this.#newlyBegun = 0;
    this.#newlyEnded = 0;
  }
}
