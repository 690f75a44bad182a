import { expect, test } from '@jest/globals';
import { pagedLists } from './pagedLists.ts';
import { reportsOf } from './testing/reportsOf.ts';

const connection = 'type LeadConnection { pageInfo: PageInfo! }';

test('accepts a connection with first and after', () => {
  const schema = `type Query { leads(first: Int = 20, after: String): LeadConnection! } ${connection}`;
  expect(reportsOf(pagedLists, { crm: { schema } })).toEqual([]);
});

test('names a list without limit, also below an entity', () => {
  const schema = `type Lead {\n  similar(after: String): LeadConnection!\n}\n${connection}`;
  expect(reportsOf(pagedLists, { crm: { schema } })).toEqual([
    'crm/schema.graphql:2:3: The list Lead.similar has no paging. — give it the arguments first: Int',
  ]);
});
