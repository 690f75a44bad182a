import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  buildSchema,
  type DocumentNode,
  executeSync,
  type FormattedExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  printSchema,
} from 'graphql';
import { projectRoot } from '#platform/config/projectRoot.ts';
import { apiSchemaOf } from '#router/supergraph/apiSchema.ts';
import { Effects } from './effects.ts';
import { hashOf } from './random.ts';
import { requiredAsSent, requiredOfWorld } from './requiredOf.ts';
import { worldFactsOf } from './worldFacts.ts';
import { objectOf, populate, type Troubles, type WorldRules } from './worldResolvers.ts';

/** A supergraph of the reference tests: composed, and every subgraph executable over the invented world. */
export interface World {
  readonly name: string;
  readonly supergraphSdl: string;
  readonly subgraphs: ReadonlyMap<string, GraphQLSchema>;
  /** The answer of the same API in one piece, without any federation, and with what failed among required fields. */
  truth(query: string, variables: Record<string, unknown>): FormattedExecutionResult;
  /** Effects of mutations on the subgraphs, and on the monolith; missing in a world in which they have none. */
  readonly effects: { readonly subgraphs: Effects; readonly monolith: Effects } | undefined;
}

const folder = join(import.meta.dirname, '..', 'supergraphs');
/** The world of our own supergraph; its subgraphs are written complete, by `npm run compose`. */
const own = 'inopsio';
const ownFolder = join(projectRoot, 'schema/generated/subgraphs');

/** Names of the worlds: our own supergraph, and the folders of `supergraphs/`. */
export async function worldNames(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  return [own, ...folders.map((entry) => entry.name).sort()];
}

/**
 * Composes the subgraphs of a world. Throws an Error with composition's own words when they do not fit together.
 *
 * @param hasEffects whether mutations change the world; values differ from those of a world in which they do not
 */
export async function composeWorld(name: string, troubles: Troubles, hasEffects = false): Promise<World> {
  const from = name === own ? ownFolder : join(folder, name);
  const files = (await readdir(from)).filter((file) => file.endsWith('.graphql')).sort();
  const services = await Promise.all(
    files.map(async (file) => {
      const service = file.replace(/\.graphql$/, '');
      const typeDefs = parse((name === own ? '' : link) + (await readFile(join(from, file), 'utf8')));
      return { name: service, url: `http://${service}.invalid/graphql`, typeDefs };
    }),
  );
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(`${name}: ${errors?.map(({ message }) => message).join('\n')}`);
  const rules = { ...worldFactsOf(services), troubles };
  const effects = hasEffects ? { subgraphs: new Effects(), monolith: new Effects() } : undefined;
  const ofSubgraphs = { ...rules, requiredOf: requiredAsSent, effects: effects?.subgraphs };
  return {
    name,
    supergraphSdl,
    subgraphs: new Map(services.map((service) => [service.name, executable(service, ofSubgraphs)])),
    truth: monolithOf(supergraphSdl, { ...rules, effects: effects?.monolith }),
    effects,
  };
}

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@provides", ' +
  '"@external", "@shareable", "@inaccessible", "@override", "@interfaceObject", "@tag"])\n';

function monolithOf(supergraphSdl: string, rules: Omit<WorldRules, 'requiredOf'>): World['truth'] {
  // Hidden fields may be required by visible ones, so nothing is hidden here.
  const open = supergraphSdl.replaceAll(/@inaccessible\b(?! on)/g, '');
  const schema = buildSchema(printSchema(apiSchemaOf(parse(open))));
  const failed: GraphQLError[] = [];
  populate(schema, { ...rules, requiredOf: requiredOfWorld((errors) => failed.push(...errors)) });
  return (query, variableValues) => {
    failed.length = 0;
    const { data, errors = [] } = executeSync({ schema, document: parse(query), variableValues });
    const all = [...errors, ...failed];
    return JSON.parse(JSON.stringify({ data, ...(all.length > 0 && { errors: all }) }));
  };
}

function executable(
  service: { readonly name: string; readonly typeDefs: DocumentNode },
  rules: WorldRules,
): GraphQLSchema {
  const resolveReference = (representation: Record<string, unknown>) => {
    const object = objectOf(schema, representation);
    const isMissing = hashOf(`${service.name} ${object.identity}!`) % 1000 < rules.troubles.missing;
    return isMissing ? null : object;
  };
  const resolvers = Object.fromEntries(
    service.typeDefs.definitions.flatMap((definition) => {
      const isType =
        definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;
      const isEntity = isType && definition.directives?.some((directive) => directive.name.value === 'key');
      return isEntity ? [[definition.name.value, { __resolveReference: resolveReference }]] : [];
    }),
  );
  const schema: GraphQLSchema = buildSubgraphSchema([{ typeDefs: service.typeDefs, resolvers: resolvers as never }]);
  populate(schema, rules);
  return schema;
}
