/** The streams that are open over HTTP, so that closing the router ends them. */
export class OpenStreams {
  readonly #ends = new Set<() => void>();

  /** Notes a stream by the function that ends it; gives the function that forgets it. */
  add(end: () => void): () => void {
    this.#ends.add(end);
    return () => void this.#ends.delete(end);
  }

  get size(): number {
    return this.#ends.size;
  }

  endAll(): void {
    for (const end of [...this.#ends]) end();
  }
}
