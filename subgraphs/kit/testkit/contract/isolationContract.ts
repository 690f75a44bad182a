import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Principal } from '#platform/identity/principal.ts';
import type { TestDomain } from '../startTestDomain.ts';
import { tenantA, tenantB } from '../startTestStore.ts';
import { testPrincipal } from '../testPrincipal.ts';
import { entityLookupOf, entityTypesOf } from './entityLookup.ts';
import { operationOf, rootFieldsOf } from './operation.ts';
import { identifiersIn } from './tablesOf.ts';

/** What the contract of isolation needs to know of a domain. */
export interface IsolationContract {
  readonly domain: () => TestDomain;
  /** Makes one of everything as that principal; each text begins with the canary. */
  readonly seed: (principal: Principal, canary: string) => Promise<void>;
  /** Mutations that name only what other domains own, or nothing: another tenant's id there means nothing. */
  readonly withoutOwnIds: readonly string[];
}

/** Tests that a tenant which knows every identifier of another one neither sees nor changes anything of it. */
export function isolationContract({ domain, seed, withoutOwnIds }: IsolationContract): void {
  const a = testPrincipal({ tenantId: tenantA, userId: '01890000-0000-7000-8000-00000000a0ad' });
  const b = testPrincipal({ tenantId: tenantB, userId: '01890000-0000-7000-8000-00000000b0ad' });
  let foreign: string[];

  async function asB(document: string, variables: Record<string, unknown>): Promise<string> {
    return JSON.stringify(await domain().query(document, variables, b));
  }

  /** What the answer shows of tenant A that was not in the question. */
  function leaks(answer: string, asked: readonly string[]): string[] {
    return ['canary-a', ...foreign.filter((id) => !asked.includes(id))].filter((secret) => answer.includes(secret));
  }

  describe('isolation of tenants', () => {
    beforeAll(async () => {
      await seed(a, 'canary-a');
      await seed(b, 'canary-b');
      const own = identifiersIn(await domain().tables(tenantB));
      foreign = [...identifiersIn(await domain().tables(tenantA))].filter((id) => !own.has(id));
    });

    test('the seed fills every table of the domain', async () => {
      const filled = await domain().tables(tenantA);
      expect(JSON.stringify(filled)).toContain('canary-a');
      expect(Object.entries(filled).flatMap(([name, rows]) => (rows.length === 0 ? name : []))).toEqual([]);
    });

    test('no query shows anything of it', async () => {
      const found: string[] = [];
      for (const root of rootFieldsOf(domain().schema).filter(({ kind }) => kind === 'query')) {
        const plain = operationOf(domain().schema, root, { depth: 5 });
        found.push(...leaks(await asB(plain.document, plain.variables), []));
        if (!root.field.args.some(({ name }) => name === 'id' || name === 'filter' || name.endsWith('Id'))) continue;
        for (const id of foreign) {
          const { document, variables } = operationOf(domain().schema, root, {
            ids: () => id,
            optional: true,
            depth: 4,
          });
          found.push(...leaks(await asB(document, variables), [id]));
        }
      }
      expect(found).toEqual([]);
    });

    test('no lookup of an entity shows anything of it', async () => {
      for (const type of entityTypesOf(domain().schema)) {
        const { document, variables } = entityLookupOf(domain().schema, type, foreign, 4);
        const answer = await asB(document, variables);
        expect(answer).not.toContain('canary-a');
        expect(answer).toContain('"_entities"');
      }
    });

    test('no mutation finds anything of it, and none changes it', async () => {
      const before = await domain().tables(tenantA);
      const outcomes: Record<string, string[]> = {};
      const mutations = rootFieldsOf(domain().schema).filter(({ kind }) => kind === 'mutation');
      for (const root of mutations.filter(({ name }) => !withoutOwnIds.includes(name))) {
        const types = new Set<string>();
        for (const id of foreign) {
          const { document, variables } = operationOf(domain().schema, root, {
            ids: () => id,
            optional: true,
            depth: 4,
          });
          const answer = await asB(document, variables);
          expect(answer).not.toContain('canary-a');
          const { data } = JSON.parse(answer) as { data?: Record<string, { __typename: string } | null> };
          types.add(data?.[root.name]?.__typename ?? answer);
        }
        outcomes[root.name] = [...types];
      }
      expect(outcomes).toEqual(Object.fromEntries(Object.keys(outcomes).map((name) => [name, ['NotFound']])));
      expect(await domain().tables(tenantA)).toEqual(before);
    });
  });
}
