import { isNonNullType } from 'graphql';
import { apiSchema, rootTypes } from '#tests/graph/apiSchema.ts';
import { readTenantRows, type TenantRows } from '#tests/graph/databases/tenantRows.ts';
import { operationOf } from '#tests/graph/generate/operation.ts';
import type { TestGraph } from '#tests/graph/startTestPlatform.ts';
import { createRandom } from '#tests/reference/world/random.ts';

/** A tenant of the trial, with what it owns before the attack. */
export interface TenantFacts {
  readonly slug: string;
  readonly user: string;
  readonly tenantId: string;
  /** Stands in every text of its rows, and nowhere else. */
  readonly canary: string;
  readonly rows: TenantRows;
  /** Ids of its objects by GraphQL type, as its admin sees them. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
  /** Cursors of its lists, by root field. */
  readonly cursors: ReadonlyMap<string, readonly string[]>;
}

/** Reads a tenant as its admin, through every list of the graph, and as a superuser. */
export async function tenantFacts(
  graph: TestGraph,
  { slug, user, canary }: Pick<TenantFacts, 'slug' | 'user' | 'canary'>,
): Promise<TenantFacts> {
  const { tenantId } = graph.principal(slug, user);
  const ids = new Map<string, Set<string>>();
  const cursors = new Map<string, Set<string>>();
  const random = createRandom(1);
  for (const field of Object.values(rootTypes.query.getFields())) {
    if (field.args.some(({ type }) => isNonNullType(type))) continue;
    const { text } = operationOf('query', field, { schema: apiSchema, random, seen: new Set(), depth: 8, width: 10 });
    const { body } = await graph.ask(slug, user, text, {});
    if (body.errors) throw new Error(`${slug} cannot read ${field.name}: ${JSON.stringify(body.errors)}`);
    collect(
      body.data,
      (typename, id) => add(ids, typename, id),
      (cursor) => add(cursors, field.name, cursor),
    );
  }
  return {
    slug,
    user,
    tenantId,
    canary,
    rows: await readTenantRows(graph.platform, tenantId),
    ids: lists(ids),
    cursors: lists(cursors),
  };
}

function collect(
  value: unknown,
  onObject: (typename: string, id: string) => void,
  onCursor: (cursor: string) => void,
): void {
  if (Array.isArray(value)) for (const item of value) collect(item, onObject, onCursor);
  if (value === null || typeof value !== 'object') return;
  const { __typename, id, cursor } = value as Record<string, unknown>;
  if (typeof __typename === 'string' && typeof id === 'string') onObject(__typename, id);
  if (typeof cursor === 'string') onCursor(cursor);
  for (const inner of Object.values(value)) collect(inner, onObject, onCursor);
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}

function lists(map: Map<string, Set<string>>): Map<string, string[]> {
  return new Map([...map].map(([key, values]) => [key, [...values]]));
}
