import type { Shown } from '../shown.ts';
import type { TestSubgraph } from '../startTestSubgraph.ts';
import { testPrincipal } from '../testPrincipal.ts';
import type { ListFacts } from './listFacts.ts';

/** What following a list's cursors to its end gave. */
export interface Pages {
  readonly nodes: Shown[];
  readonly pages: number;
  readonly total: number | undefined;
  /** Cursor of the first row. */
  readonly cursor: string | undefined;
  /** Code of the error, where the list was refused. */
  readonly code: unknown;
}

/** Reads a list from its start, or from behind `after`, to its end. */
export async function readPages(
  world: TestSubgraph,
  { field, filterType, sortType, select, counted }: ListFacts,
  { first, after: start, filter, sort }: Shown,
  principal = testPrincipal(),
): Promise<Pages> {
  const given = [
    ['first', 'Int'],
    ['after', 'String'],
    ...(filter ? [['filter', filterType]] : []),
    ...(sort ? [['sort', sortType]] : []),
  ];
  const document = `query (${given.map(([name, type]) => `$${name}: ${type}`).join(', ')}) {
    ${field}(${given.map(([name]) => `${name}: $${name}`).join(', ')}) {
      ${counted ? 'totalCount' : ''} pageInfo { hasNextPage endCursor startCursor } edges { cursor node { id ${select} } } } }`;
  const nodes: Shown[] = [];
  let after: string | undefined = start;
  let total: number | undefined;
  let cursor: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const { data, errors } = await world.query(document, { first, after, filter, sort }, principal);
    const page = data?.[field];
    if (!page) return { nodes, pages, total, cursor, code: errors?.[0]?.extensions.code };
    nodes.push(...page.edges.map((edge: { node: Shown }) => edge.node));
    cursor ??= page.pageInfo.startCursor;
    total = page.totalCount;
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) return { nodes, pages, total, cursor, code: undefined };
  }
}
