import type { Shown } from '../shown.ts';

/** A list and what is known of it. */
export interface ListFacts {
  /** Root field, e.g. `leads`. */
  readonly field: string;
  /** Type of its filter and its sort, where it has them. */
  readonly filterType?: string;
  readonly sortType?: string;
  /** What the nodes select, besides `id`. */
  readonly select: string;
  /** Whether the connection tells the total. */
  readonly counted?: boolean;
  /** What each sort field orders by. */
  readonly sorts?: Readonly<Record<string, (node: Shown) => string | number>>;
  /** Filters, and which nodes each keeps: some, and not all. */
  readonly filters?: readonly { readonly filter: () => Shown; readonly keeps: (node: Shown) => boolean }[];
  /** Filters that take any text, identifiers among them. */
  readonly texts?: readonly string[];
}
