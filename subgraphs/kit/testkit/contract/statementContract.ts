import { describe, expect, test } from '@jest/globals';
import type { TestDomain } from '../startTestDomain.ts';
import { entityLookupOf, entityTypesOf } from './entityLookup.ts';

/** What the contract of statements needs to know of a domain. */
export interface StatementContract {
  readonly domain: () => TestDomain;
  /** Requests for a hundred rows, and how many SQL statements each may send. */
  readonly requests: readonly (readonly [what: string, document: string, statements: number])[];
  /** An entity, and a hundred identifiers of it. */
  readonly entity: { readonly type: string; readonly ids: () => readonly string[] };
}

/** Tests that requests send exactly as many SQL statements as they say, by the first execution and the compiled ones. */
export function statementContract({ domain, requests, entity }: StatementContract): void {
  describe('statements per request', () => {
    test.each(requests)('%s', async (_what, document, statements) => {
      for (let execution = 0; execution < 3; execution += 1) {
        const { errors, extensions } = await domain().query(document);
        expect(errors).toBeUndefined();
        expect(extensions?.sqlStatements).toBe(statements);
      }
    });

    test(`100 representations of ${entity.type} are one statement`, async () => {
      const type = entityTypesOf(domain().schema).find(({ name }) => name === entity.type)!;
      const ids = entity.ids();
      expect(ids).toHaveLength(100);
      const { document, variables } = entityLookupOf(domain().schema, type, ids, 0);
      const { data, extensions } = await domain().query(document, variables);
      expect(data?._entities.map(({ id }: { id: string }) => id)).toEqual(ids);
      expect(extensions?.sqlStatements).toBe(1);
    });
  });
}
