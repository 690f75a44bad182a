import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, type GraphQLSchema, parse, printSchema } from 'graphql';
import { apiSchemaOf } from '#router/supergraph/apiSchema.ts';
import { allUsers, productOf, reviewOf, shippingEstimate, topProducts, userOf } from './shopData.ts';

/** Subgraphs of the benchmark. */
export const subgraphNames = ['accounts', 'inventory', 'products', 'reviews'] as const;
/** The name of one of them. */
export type SubgraphName = (typeof subgraphNames)[number];

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@requires", "@provides", ' +
  '"@external", "@shareable"])\n';

/** The root fields, for graphql-js's default resolver. */
export const rootValue = {
  me: () => userOf('1'),
  user: ({ id }: { id: string }) => userOf(id),
  users: allUsers,
  topProducts: ({ first }: { first: number }) => topProducts(first),
  review: ({ id }: { id: string }) => reviewOf(id),
};

function textOf(name: SubgraphName) {
  return link + readFileSync(join(import.meta.dirname, `${name}.graphql`), 'utf8');
}

/** The supergraph, its subgraphs served below one address at `/<name>`. */
export function shopSupergraph(origin: string): string {
  const services = subgraphNames.map((name) => ({ name, url: `${origin}/${name}`, typeDefs: parse(textOf(name)) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/** One subgraph, executable with {@link rootValue}. */
export function shopSubgraph(name: SubgraphName): GraphQLSchema {
  const references = {
    User: { __resolveReference: ({ id }: { id: string }) => userOf(id) },
    Product: {
      __resolveReference: ({ upc, price, weight }: { upc: string; price?: number; weight?: number }) => ({
        ...productOf(upc),
        ...(price !== undefined && weight !== undefined && { shippingEstimate: shippingEstimate(price, weight) }),
      }),
    },
    Review: { __resolveReference: ({ id }: { id: string }) => reviewOf(id) },
  };
  const typeDefs = parse(textOf(name));
  const resolvers = Object.fromEntries(
    Object.entries(references).filter(([type]) => new RegExp(`type ${type} @key`).test(textOf(name))),
  );
  return buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
}

/** The same API in one piece: what every contender must answer. */
export function shopMonolith(supergraphSdl: string): GraphQLSchema {
  return buildSchema(printSchema(apiSchemaOf(parse(supergraphSdl))));
}
