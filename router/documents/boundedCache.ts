/**
 * Keeps the entries used last, bounded by their number and by their weight together.
 * A `Map` remembers insertion order, so re-inserting at each use makes its first key the least recently used one.
 */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, { value: Value; weight: number }>();
  readonly #maxEntries: number;
  readonly #maxWeight: number;
  #weight = 0;
  #hits = 0;
  #misses = 0;

  /** @param maxWeight in the unit that `set` is called with; unbounded unless given */
  constructor(maxEntries: number, maxWeight: number = Number.POSITIVE_INFINITY) {
    this.#maxEntries = maxEntries;
    this.#maxWeight = maxWeight;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      this.#misses++;
      return undefined;
    }
    this.#hits++;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** What is kept under a key, without use of it: neither its place nor the counts change. */
  peek(key: string): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  set(key: string, value: Value, weight = 1): void {
    this.#remove(key);
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries && this.#weight <= this.#maxWeight) return;
      this.#remove(oldest);
    }
  }

  /** Counts since the start, for metrics. */
  get statistics(): { readonly size: number; readonly hits: number; readonly misses: number } {
    return { size: this.#entries.size, hits: this.#hits, misses: this.#misses };
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#weight -= entry.weight;
  }
}
