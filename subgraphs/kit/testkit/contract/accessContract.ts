import { describe, expect, test } from '@jest/globals';
import type { Principal } from '#platform/identity/principal.ts';
import type { TestDomain } from '../startTestDomain.ts';
import { testPrincipal } from '../testPrincipal.ts';
import { entityLookupOf, entityTypesOf } from './entityLookup.ts';
import { type Operation, operationOf, rootFieldsOf } from './operation.ts';

/** What the contract of access needs to know of a domain. */
export interface AccessContract {
  readonly domain: () => TestDomain;
  /** Mutations by which a user changes what is its own, whatever its role. */
  readonly ofOneself?: readonly string[];
}

/** Tests that no root field and no entity of a subgraph answers one who may not ask, by the SDL itself. */
export function accessContract({ domain, ofOneself = [] }: AccessContract): void {
  /** Code of the refusal per root field; a request that reached the store says so. */
  async function refusals(
    operations: readonly (readonly [name: string, operation: Operation])[],
    principal: Principal | null,
  ): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const [name, { document, variables }] of operations) {
      const { errors, extensions } = await domain().query(document, variables, principal);
      const codes = new Set((errors ?? []).map((error) => error.extensions.code));
      found[name] = `${[...codes].join(' ')}, ${extensions?.sqlStatements ?? 'no'} statements`;
    }
    return found;
  }

  function roots(kind?: 'mutation') {
    return rootFieldsOf(domain().schema)
      .filter((root) => kind === undefined || root.kind === kind)
      .map((root) => [root.name, operationOf(domain().schema, root)] as const);
  }

  const all = (operations: readonly (readonly [string, Operation])[], code: string) =>
    Object.fromEntries(operations.map(([name]) => [name, `${code}, 0 statements`]));

  describe('access', () => {
    test('nobody signed in: every root field is UNAUTHENTICATED', async () => {
      expect(await refusals(roots(), null)).toEqual(all(roots(), 'UNAUTHENTICATED'));
    });

    test('signed in without scopes: every root field is FORBIDDEN', async () => {
      expect(await refusals(roots(), testPrincipal({ roles: [] }))).toEqual(all(roots(), 'FORBIDDEN'));
    });

    test('a viewer changes nothing', async () => {
      const mutations = roots('mutation').filter(([name]) => !ofOneself.includes(name));
      expect(await refusals(mutations, testPrincipal({ roles: ['viewer'] }))).toEqual(all(mutations, 'FORBIDDEN'));
    });

    test('no entity is looked up for one who may not see it', async () => {
      const id = '01890000-0000-7000-8000-00000000dead';
      const lookups = entityTypesOf(domain().schema).map(
        (type) => [type.name, entityLookupOf(domain().schema, type, [id])] as const,
      );
      expect(lookups.length).toBeGreaterThan(0);
      expect(await refusals(lookups, null)).toEqual(all(lookups, 'UNAUTHENTICATED'));
      expect(await refusals(lookups, testPrincipal({ roles: [] }))).toEqual(all(lookups, 'FORBIDDEN'));
    });
  });
}
