import { composeServices } from '@apollo/composition';
import { type ConstDirectiveNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { startTestSubgraph, type TestSubgraph } from './startTestSubgraph.ts';

const link = (names: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names}])`;

const people = parse(`${link('"@key"')}
  type Query {
    me: Person
    staff: [Person!]!
    nodes: [Node!]!
    found: [Found!]!
    media: [Media!]!
    salary(of: ID!): Int
    level: Level
    drawer: Secret
  }
  type Mutation { rename(id: ID!): Person! dismiss(id: ID!): Boolean }
  type Subscription { arrivals: Person! }
  interface Node { id: ID! note: String }
  type Person implements Node @key(fields: "id") {
    id: ID! note: String name: String! email: String! phone: String boss: Person deputy: Person!
  }
  type Robot implements Node { id: ID! note: String model: String }
  type Secret { name: String where: String }
  union Found = Person | Robot | Secret
  enum Level { HIGH LOW }
  interface Media @key(fields: "id") { id: ID! title: String }
  type Book implements Media @key(fields: "id") { id: ID! title: String }
  type Film implements Media @key(fields: "id") { id: ID! title: String }
`);
const scores = parse(`${link('"@key", "@external", "@requires", "@interfaceObject"')}
  type Person @key(fields: "id") { id: ID! email: String! @external score: Int @requires(fields: "email") age: Int }
  type Media @key(fields: "id") @interfaceObject { id: ID! rating: Int }
`);
const ranks = parse(`${link('"@key", "@external", "@requires"')}
  type Person @key(fields: "id") { id: ID! score: Int @external rank: Int @requires(fields: "score") }
`);

/** What a test protects: a type or field by its coordinate, with the directive to apply. */
export type Protection = Readonly<Record<string, string>>;

/** Three subgraphs with everything through which protected fields can be reached; every server is real. */
export interface ProtectedGraph {
  readonly subgraphs: readonly TestSubgraph[];
  /** The supergraph with the given directives, as a composition that checks nothing of them would write it. */
  supergraph(protection: Protection, links?: string): string;
  /** Texts of all operations that reached a subgraph since the last call. */
  fetched(): string;
  close(): Promise<void>;
}

/** Starts the graph. */
export async function startProtectedGraph(): Promise<ProtectedGraph> {
  const person = (id: string) => ({
    __typename: 'Person',
    id,
    note: `note of ${id}`,
    name: `Name of ${id}`,
    email: `${id}@example.com`,
    phone: `phone of ${id}`,
  });
  const full = (id: string): object => ({ ...person(id), boss: () => full('boss'), deputy: () => full('deputy') });
  const robot = { __typename: 'Robot', id: 'r', note: 'note of r', model: 'R2' };
  const secret = { __typename: 'Secret', name: 'plan', where: 'safe' };
  const started = await Promise.all([
    startTestSubgraph('people', people, {
      Query: {
        me: () => full('me'),
        staff: () => [full('a'), full('b')],
        nodes: () => [full('a'), robot],
        found: () => [full('a'), robot, secret],
        media: () => [
          { __typename: 'Book', id: 'b', title: 'Book' },
          { __typename: 'Film', id: 'f', title: 'Film' },
        ],
        salary: (_: unknown, { of }: { of: string }) => of.length,
        level: () => 'HIGH',
        drawer: () => secret,
      },
      Mutation: { rename: (_: unknown, { id }: { id: string }) => full(id), dismiss: () => true },
      Subscription: {
        arrivals: {
          async *subscribe() {
            yield { arrivals: full('new') };
          },
        },
      },
      Person: { __resolveReference: ({ id }: { id: string }) => full(id) },
      Media: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
      Node: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
      Found: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
    }),
    startTestSubgraph('scores', scores, {
      Person: {
        __resolveReference: (reference: object) => reference,
        score: ({ email }: { email: string }) => email.length,
        age: () => 30,
      },
      Media: { __resolveReference: (reference: object) => ({ ...reference, rating: 5 }) },
    }),
    startTestSubgraph('ranks', ranks, {
      Person: {
        __resolveReference: (reference: object) => reference,
        rank: ({ score }: { score: number }) => score * 2,
      },
    }),
  ]);
  const composed = composeServices(
    [people, scores, ranks].map((typeDefs, index) => ({
      name: started[index]!.name,
      url: started[index]!.url,
      typeDefs,
    })),
  );
  if (!composed.supergraphSdl) throw new Error(composed.errors?.map(({ message }) => message).join('\n'));
  const document = parse(composed.supergraphSdl);
  return {
    subgraphs: started,
    supergraph: (protection, links = '') => print(withDirectives(document, protection, links)),
    fetched: () => started.flatMap(({ seen }) => seen.splice(0).map(({ query }) => query)).join('\n'),
    close: async () => void (await Promise.all(started.map((subgraph) => subgraph.close()))),
  };
}

function withDirectives(document: DocumentNode, protection: Protection, links: string): DocumentNode {
  const left = new Set(Object.keys(protection));
  const directivesOf = (coordinate: string): ConstDirectiveNode[] => {
    const text = protection[coordinate];
    left.delete(coordinate);
    if (text === undefined) return [];
    const [definition] = parse(`scalar S ${text}`, { noLocation: true }).definitions;
    return definition?.kind === Kind.SCALAR_TYPE_DEFINITION ? [...(definition.directives ?? [])] : [];
  };
  const protectedDocument = visit(document, {
    SchemaDefinition(node) {
      const [own] = parse(`schema ${links} { query: Query }`, { noLocation: true }).definitions;
      const more = own?.kind === Kind.SCHEMA_DEFINITION ? (own.directives ?? []) : [];
      return { ...node, directives: [...(node.directives ?? []), ...more] };
    },
    enter(node) {
      if (!('name' in node) || !('directives' in node) || !node.name) return undefined;
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) {
        const type = node.name.value;
        const fields = node.fields?.map((field) => ({
          ...field,
          directives: [...(field.directives ?? []), ...directivesOf(`${type}.${field.name.value}`)],
        }));
        return { ...node, fields, directives: [...(node.directives ?? []), ...directivesOf(type)] };
      }
      if (node.kind !== Kind.ENUM_TYPE_DEFINITION) return undefined;
      return { ...node, directives: [...(node.directives ?? []), ...directivesOf(node.name.value)] };
    },
  });
  if (left.size > 0) throw new Error(`the graph has no ${[...left].join(', ')}`);
  return protectedDocument as DocumentNode;
}
