import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Shown } from '../shown.ts';
import type { TestDomain } from '../startTestDomain.ts';
import { tenantB } from '../startTestStore.ts';
import { testPrincipal } from '../testPrincipal.ts';
import type { ListFacts } from './listFacts.ts';
import { readPages } from './readPages.ts';

/** What the contract of lists needs to know of a domain. */
export interface ListContract {
  readonly domain: () => TestDomain;
  /** Makes at least five rows for each list. */
  readonly fill: () => Promise<void>;
  readonly lists: readonly ListFacts[];
}

/** Tests the lists of a subgraph: pages, orders, filters, counts, and what they refuse. */
export function listContract({ domain, fill, lists }: ListContract): void {
  describe('lists', () => {
    beforeAll(fill);

    describe.each(lists)('$field', (list) => {
      const { field, sorts = {}, filters = [], texts = [], counted = false } = list;
      const all = async (variables: Shown = {}) =>
        (await readPages(domain(), list, { first: 100, ...variables })).nodes;
      const refusal = async (variables: Shown, principal = testPrincipal()) => {
        const pages = await readPages(domain(), list, variables, principal);
        return pages.code;
      };
      const orders = Object.keys(sorts).flatMap((one) => [
        { field: one, direction: 'ASC' },
        { field: one, direction: 'DESC' },
      ]);

      test('page by page it gives what it gives at once, each row once', async () => {
        for (const sort of [undefined, ...orders]) {
          const { nodes, pages, total } = await readPages(domain(), list, { first: 2, sort });
          expect(nodes.length).toBeGreaterThanOrEqual(5);
          expect(pages).toBe(Math.ceil(nodes.length / 2));
          expect(nodes).toEqual(await all({ sort }));
          expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
          expect(total).toBe(counted ? nodes.length : undefined);
        }
      });

      if (orders.length > 0) {
        test.each(orders)('sorted by $field $direction', async (sort) => {
          const values = (await all({ sort })).map(sorts[sort.field]!);
          const ascending = values.toSorted((x, y) => (x < y ? -1 : x > y ? 1 : 0));
          expect(values).toEqual(sort.direction === 'ASC' ? ascending : ascending.reverse());
          expect(new Set(values).size).toBeGreaterThan(1);
        });
      }

      if (filters.length > 0) {
        test('filters keep what they name', async () => {
          const everything = await all();
          for (const { filter, keeps } of filters) {
            const { nodes, total } = await readPages(domain(), list, { first: 2, filter: filter() });
            expect({ filter: filter(), nodes }).toEqual({ filter: filter(), nodes: everything.filter(keeps) });
            expect(nodes.length).toBeGreaterThan(0);
            expect(nodes.length).toBeLessThan(everything.length);
            expect(total).toBe(counted ? nodes.length : undefined);
          }
        });
      }

      if (texts.length > 0)
        test.each(texts)('the filter %s takes any text', async (name) => {
          for (const text of ['nobody has this', '%', "'; --", '\\', 'nul \0']) {
            expect(await all({ filter: { [name]: text } })).toEqual([]);
          }
        });

      test('a page has 1 to 100 rows', async () => {
        for (const first of [0, 101, -1]) expect(await refusal({ first })).toBe('PAGE_SIZE_INVALID');
      });

      test('a cursor goes on in its own list, of its own tenant, only', async () => {
        const { cursor } = await readPages(domain(), list, { first: 1 });
        const elsewhere = testPrincipal({ tenantId: tenantB });
        expect(await refusal({ first: 1, after: cursor }, elsewhere)).toBe('CURSOR_INVALID');
        for (const after of ['nonsense', 'W10', `${cursor}x`, 'x'.repeat(3_000)]) {
          expect(await refusal({ first: 1, after })).toBe('CURSOR_INVALID');
        }
        for (const other of lists.filter((one) => one.field !== field)) {
          expect((await readPages(domain(), other, { first: 1, after: cursor })).code).toBe('CURSOR_INVALID');
        }
        for (const sort of orders.slice(0, 1)) {
          expect(await refusal({ first: 1, after: cursor, sort })).toBe('CURSOR_INVALID');
        }
      });
    });
  });
}
