import type { Connection } from './connection.ts';
import { encodeCursor } from './cursor.ts';
import { positionColumn } from './keyset.ts';

/** A row with its place in the list. */
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
): Pick<Connection<Row>, 'edges' | 'pageInfo'> {
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
