/** Things that come one by one, and that a test waits for. */
export interface Collected<T> {
  readonly all: readonly T[];
  add(this: void, one: T): void;
  /** Resolves once what is there fits. */
  until(fits: (all: readonly T[]) => boolean): Promise<void>;
}

/** Makes an empty collection. */
export function collected<T>(): Collected<T> {
  const all: T[] = [];
  const waiting = new Set<() => void>();
  return {
    all,
    add(one) {
      all.push(one);
      for (const look of [...waiting]) look();
    },
    until: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!fits(all)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
