import { encodeCursor } from './cursor.ts';
import { positionColumn } from './keyset.ts';

/** Some rows of a list, in order. */
export interface Page<Row> {
  readonly edges: readonly Edge<Row>[];
  readonly pageInfo: PageInfo;
}

/** One row with its place in the list. */
export interface Edge<Row> {
  readonly cursor: string;
  readonly node: Row;
}

/** Where a page stands in its list. */
export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** A row as it was read, with its place in the list. */
export type PagedRow<Row> = Row & { readonly [positionColumn]: string };

/** What is known of a page besides its rows. */
export interface PageFacts {
  /** Fingerprint of the list, for cursors. */
  readonly list: string;
  readonly size: number;
  /** Whether the page continues another. */
  readonly after: boolean;
}

/**
 * Makes a page of the rows that were read for it: one more than it shows tells that another page follows.
 *
 * @param rows at most `size + 1`, in order
 */
export function pageOf<Row extends object>(
  rows: readonly PagedRow<Row>[],
  { list, size, after }: PageFacts,
): Page<Row> {
  const edges = rows.slice(0, size).map((node) => {
    const id = (node as unknown as { id: string }).id;
    return { cursor: encodeCursor(list, { value: node[positionColumn], id }), node: node as Row };
  });
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: after,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
