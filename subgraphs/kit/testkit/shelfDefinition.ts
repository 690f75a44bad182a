import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { defineSubgraph } from '../defineSubgraph.ts';
import { conflict } from '../failures/conflict.ts';
import { byId } from '../loaders/byId.ts';
import { startsWith } from '../paging/conditions.ts';
import { connection } from '../paging/connection.ts';
import { connectionOf } from '../paging/connectionOf.ts';
import type { RequestContext } from '../requestContext.ts';
import type { SubgraphDefinition } from '../subgraphDefinition.ts';
import { defineTable } from '../tenancy/defineTable.ts';

interface Shelf {
  id: string;
  name: string;
  createdAt: string;
}

interface Book {
  id: string;
  title: string;
  shelfId: string;
  createdAt: string;
}

const shelves = defineTable<Shelf>('shelves', { id: 'uuid', name: 'text', createdAt: 'timestamptz' });
const books = defineTable<Book>('books', { id: 'uuid', title: 'text', shelfId: 'uuid', createdAt: 'timestamptz' });
const shelf = byId(shelves);
const newest = { column: 'createdAt', direction: 'DESC' } as const;
const booksOf = connectionOf(books, 'shelfId', newest);

const up = `
  CREATE TABLE shelves (id uuid PRIMARY KEY, name text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX ON shelves (created_at, id);
  CREATE TABLE books (id uuid PRIMARY KEY, title text NOT NULL, shelf_id uuid NOT NULL REFERENCES shelves,
    created_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX ON books (shelf_id, created_at, id)`;

/** SDL of the kit's own test domain. */
export const shelfSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
    import: ["@key", "@authenticated", "@requiresScopes", "@shareable"])
  scalar DateTime
  type Query {
    shelves(first: Int, after: String, name: String): ShelfConnection! @requiresScopes(scopes: [["crm:read"]])
    whoAmI: ID! @authenticated
    broken: Int
  }
  type Mutation {
    addShelf(name: String!, fail: Boolean): AddShelfResult! @requiresScopes(scopes: [["crm:write"]])
    provision(tenantId: ID!): Boolean! @authenticated
  }
  union AddShelfResult = Shelf | Conflict
  type Conflict @shareable { code: String! message: String! }
  type Shelf @key(fields: "id") @requiresScopes(scopes: [["crm:read"]]) {
    id: ID! name: String! createdAt: DateTime! books(first: Int, after: String): BookConnection!
  }
  type Book @requiresScopes(scopes: [["crm:read"]]) { id: ID! title: String! shelf: Shelf! }
  type ShelfConnection @authenticated { edges: [ShelfEdge!]! pageInfo: PageInfo! totalCount: Int! }
  type ShelfEdge @authenticated { cursor: String! node: Shelf! }
  type BookConnection @authenticated { edges: [BookEdge!]! pageInfo: PageInfo! totalCount: Int! }
  type BookEdge @authenticated { cursor: String! node: Book! }
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }`;

const resolvers = {
  Query: {
    shelves: (_: unknown, { first, after, name }: Record<string, never>, context: RequestContext) =>
      context.read((session) =>
        connection(session, { table: shelves, where: [startsWith('name', name)], orderBy: newest, first, after }),
      ),
    whoAmI: (_: unknown, _arguments: unknown, { principal }: RequestContext) => principal.userId,
    broken: () => {
      throw new Error('a secret of the implementation');
    },
  },
  Mutation: {
    addShelf: (_: unknown, { name, fail }: { name: string; fail?: boolean }, context: RequestContext) =>
      addShelf(context, name, fail),
    provision: async (_: unknown, { tenantId }: { tenantId: string }, { tenants }: RequestContext) => {
      await tenants.provision(tenantId);
      return true;
    },
  },
  Shelf: {
    __resolveReference: ({ id }: { id: string }, context: RequestContext) => context.load(shelf, id),
    books: ({ id }: Shelf, { first, after }: Record<string, never>, context: RequestContext) =>
      context.load(booksOf, { of: id, first, after }),
  },
  Book: { shelf: ({ shelfId }: Book, _: unknown, context: RequestContext) => context.load(shelf, shelfId) },
};

async function addShelf(context: RequestContext, name: string, fail = false) {
  const id = uuidv7();
  const taken = await context.read((session) => session.query('SELECT 1 FROM shelves WHERE name = $1', [name]));
  return context.transact(async (transaction) => {
    await transaction.query('INSERT INTO shelves (id, name) VALUES ($1, $2)', [id, name]);
    for (const title of ['First', 'Second', 'Third']) {
      const values = [uuidv7(), title, id];
      await transaction.query('INSERT INTO books (id, title, shelf_id) VALUES ($1, $2, $3)', values);
    }
    // Inside the transaction, `load` sees what the transaction did.
    const row = await context.load(shelf, id);
    if (taken.length > 0) return conflict('CONFLICT', `There is a shelf "${name}" already.`);
    if (fail) throw new Error('after everything was written');
    const { tenantId, userId: assigned_to } = context.principal;
    const facts = { name, email: 'shelf@example.com', source: 'WEB', assigned_to, created_at: row!.createdAt };
    await transaction.publish('lead.created', { lead_id: id, tenant_id: tenantId, ...facts });
    return { __typename: 'Shelf', ...row! };
  });
}

/** The kit's own test domain: two tables, a nested list, an entity, a mutation with an event. */
export const shelfDefinition: SubgraphDefinition = defineSubgraph({
  name: 'shelf',
  entities: [shelves, books],
  migrations: [{ name: '001-shelves', up }],
  resolvers,
});
