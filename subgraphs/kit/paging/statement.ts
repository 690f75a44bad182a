import type { Condition } from './conditions.ts';

/** Collects conditions of one statement and numbers their parameters. */
export class Statement {
  readonly values: unknown[] = [];
  readonly #conditions: string[] = [];

  /** @param values parameters that stand before those of the conditions */
  constructor(values: readonly unknown[] = []) {
    this.values.push(...values);
  }

  /** Adds conditions that must all hold. */
  where(conditions: readonly Condition[]): this {
    for (const { sql, values } of conditions) {
      let next = 0;
      this.#conditions.push(
        sql.replace(/\?/g, () => {
          this.values.push(values[next++]);
          return `$${this.values.length}`;
        }),
      );
    }
    return this;
  }

  /** ` WHERE …`, or nothing without conditions. */
  get clause(): string {
    return this.#conditions.length === 0 ? '' : ` WHERE ${this.#conditions.join(' AND ')}`;
  }
}
