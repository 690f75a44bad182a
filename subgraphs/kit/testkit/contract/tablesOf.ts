import type { SubgraphDefinition } from '../../subgraphDefinition.ts';
import { selectList } from '../../tables/selectList.ts';
import { tableName } from '../../tables/tableName.ts';
import type { Store } from '../../tenancy/store.ts';

/** Every row of a tenant, by table. */
export type Tables = Readonly<Record<string, readonly object[]>>;

/** Reads every table of a domain for one tenant, so that a test can compare all that there is. */
export async function tablesOf(store: Store, { entities }: SubgraphDefinition, tenantId: string): Promise<Tables> {
  const rows = await store.read(tenantId, async (session) => {
    const read: [string, readonly object[]][] = [];
    for (const entity of entities) {
      const name = tableName(entity);
      read.push([name, await session.query<object>(`SELECT ${selectList(entity)} FROM ${name} ORDER BY 1, 2`)]);
    }
    return read;
  });
  return Object.fromEntries(rows);
}

/** The identifiers that rows hold. */
export function identifiersIn(tables: Tables): Set<string> {
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  return new Set(JSON.stringify(tables).match(uuid));
}
