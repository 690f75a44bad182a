import { expect, test } from '@jest/globals';
import { getNamedType, isEnumType, isInputObjectType } from 'graphql';
import pg from 'pg';
import { readSubgraphSdl } from '../../readSubgraphSdl.ts';
import { buildExecutableSchema } from '../../server/buildExecutableSchema.ts';
import type { SubgraphDefinition } from '../../subgraphDefinition.ts';
import type { TenantSession } from '../../tenancy/tenantSession.ts';
import { startTestStore, tenantA } from '../startTestStore.ts';
import { type RootField, rootFieldsOf } from './operation.ts';
import { sampleValue } from './sampleValue.ts';

interface Sent {
  readonly sql: string;
  readonly params: unknown[];
}
type List = (parent: null, args: object, context: object) => Promise<{ totalCount(): Promise<number> }>;

/** Tests that every ordering and every filter of a subgraph's lists is served by an index, by PostgreSQL's own plans. */
export function indexContract(definition: SubgraphDefinition): void {
  test('every ordering and filter of a list is served by an index', async () => {
    const schema = buildExecutableSchema(await readSubgraphSdl(definition.name), definition.resolvers);
    const lists = rootFieldsOf(schema).filter(({ field }) => field.args.some(({ name }) => name === 'first'));
    const { Query } = definition.resolvers as { Query: Record<string, List> };
    const testStore = await startTestStore(definition, { tenants: [tenantA] });
    const planner = new pg.Client({ connectionString: testStore.superuserUrl });
    const unserved: string[] = [];
    let looked = 0;
    try {
      await planner.connect();
      const search = `SET search_path TO t_${tenantA.replaceAll('-', '')}; SET enable_seqscan = off; SET enable_sort = off`;
      await planner.query(search);
      const planOf = async ({ sql, params }: Sent) =>
        JSON.stringify((await planner.query(`EXPLAIN (FORMAT JSON) ${sql}`, params)).rows);
      for (const list of lists) {
        for (const args of variantsOf(list)) {
          const [page, count] = await testStore.store.read(tenantA, async (session) => {
            const sent: Sent[] = [];
            const context = { read: (work: (session: TenantSession) => unknown) => work(recording(session, sent)) };
            const connection = await Query[list.name]!(null, args, context);
            await connection.totalCount();
            return sent;
          });
          looked += 1;
          const name = `${list.name} ${JSON.stringify(args)}`;
          if (/Seq Scan/.test(await planOf(page!))) unserved.push(`${name}: reads the whole table`);
          if ('filter' in args) {
            if (!/"(Index|Recheck) Cond"/.test(await planOf(count!))) unserved.push(`${name}: no index for the filter`);
          } else if (/"Sort"/.test(await planOf(page!))) unserved.push(`${name}: sorts rows`);
        }
      }
    } finally {
      await planner.end();
      await testStore.close();
    }
    expect(unserved).toEqual([]);
    expect(looked).toBeGreaterThan(lists.length);
  });
}

/** The session, noting what goes through it. */
function recording(session: TenantSession, sent: Sent[]): TenantSession {
  return {
    tenantId: session.tenantId,
    statements: session.statements,
    manager: session.manager,
    query: (sql, params = []) => {
      sent.push({ sql, params });
      return session.query(sql, params);
    },
  };
}

/** The list without arguments, by each sort field, and by each filter alone. */
function variantsOf({ field }: RootField): object[] {
  const fieldsOf = (name: string) => {
    const type = field.args.find((arg) => arg.name === name)?.type;
    const input = type && getNamedType(type);
    return input && isInputObjectType(input) ? Object.values(input.getFields()) : [];
  };
  const sortType = fieldsOf('sort').find(({ name }) => name === 'field')?.type;
  const sortEnum = sortType && getNamedType(sortType);
  const sorts = sortEnum && isEnumType(sortEnum) ? sortEnum.getValues().map(({ name }) => name) : [];
  return [
    {},
    ...sorts.map((one) => ({ sort: { field: one, direction: 'ASC' } })),
    ...fieldsOf('filter').map(({ name, type }) => ({
      filter: { [name]: sampleValue(name, type, { optional: true }) },
    })),
  ];
}
