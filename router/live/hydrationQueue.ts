/**
 * Shares the hydration of events between tenants: at most so many run at once, and who is next is decided in turn, one
 * of each tenant that waits. A tenant with a thousand events delays another one's single event by one turn.
 */
export class HydrationQueue {
  readonly #atOnce: number;
  /** Tenant → what waits, in order. The map's order is that of turns: who had one goes to its end. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #running = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Runs the work when it is the tenant's turn; gives what it gives. */
  async run<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce || this.#waiting.size > 0) await this.#turn(tenantId);
    else this.#running++;
    try {
      return await work();
    } finally {
      this.#running--;
      this.#next();
    }
  }

  /** How much runs and how much waits. */
  get size(): { readonly running: number; readonly waiting: number } {
    let waiting = 0;
    for (const queue of this.#waiting.values()) waiting += queue.length;
    return { running: this.#running, waiting };
  }

  #turn(tenantId: string): Promise<void> {
    return new Promise((resolve) => {
      const queue = this.#waiting.get(tenantId);
      if (queue) queue.push(resolve);
      else this.#waiting.set(tenantId, [resolve]);
    });
  }

  #next(): void {
    while (this.#running < this.#atOnce) {
      const [first] = this.#waiting;
      if (!first) return;
      const [tenantId, queue] = first;
      const start = queue.shift()!;
      this.#waiting.delete(tenantId);
      if (queue.length > 0) this.#waiting.set(tenantId, queue);
      this.#running++;
      start();
    }
  }
}
