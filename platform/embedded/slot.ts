/** A value that one part of the platform makes and later parts use. Reading it too early is a fault of the order. */
export class Slot<T extends {}> {
  readonly #name: string;
  #value: T | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  get value(): T {
    if (this.#value === undefined) throw new Error(`${this.#name} is used before the part that makes it has started`);
    return this.#value;
  }

  /** The value, or undefined when the part that makes it was not wanted. */
  get optional(): T | undefined {
    return this.#value;
  }

  set value(value: T) {
    this.#value = value;
  }
}
