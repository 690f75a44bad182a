import { composeServices } from '@apollo/composition';
import { printSchema } from 'graphql';
import { compositionProblems } from './compositionProblems.ts';
import { readEvents } from './events/readEvents.ts';
import type { SubgraphSchema } from './loadSubgraphSchemas.ts';
import { loadSubgraphSchemas } from './loadSubgraphSchemas.ts';
import { plannerProblems } from './plannerProblems.ts';
import { projectRoot } from './projectRoot.ts';
import { lintSchema } from './rules/lintSchema.ts';
import { SchemaInvalid, sortedProblems } from './schemaProblem.ts';

/** The composed graph and what it was made of. */
export interface ComposedSupergraph {
  readonly subgraphs: readonly SubgraphSchema[];
  /** What the router loads. */
  readonly supergraphSdl: string;
  /** What clients see: no federation machinery, no inaccessible elements. */
  readonly apiSdl: string;
  /** What composition finds odd but allows. */
  readonly warnings: readonly string[];
}

/**
 * Loads, checks and composes the subgraphs of the project, then makes sure that the router's planner takes the result.
 * @throws SchemaInvalid with all problems of the first step that finds any: reading, then rules and composition, then planner.
 */
export function composeSupergraph(root: string = projectRoot): ComposedSupergraph {
  const subgraphs = loadSubgraphSchemas(root);
  const problems = lintSchema({ subgraphs, events: readEvents(root) });
  const result = composeServices(
    subgraphs.map(({ name, routingUrl, document }) => ({ name, url: routingUrl, typeDefs: document })),
  );
  if (result.errors) problems.push(...compositionProblems(result.errors, subgraphs, problems));
  if (problems.length > 0 || result.errors) throw new SchemaInvalid(sortedProblems(problems));
  const refused = plannerProblems(result.supergraphSdl);
  if (refused.length > 0) throw new SchemaInvalid(refused);
  return {
    subgraphs,
    supergraphSdl: result.supergraphSdl,
    apiSdl: printSchema(result.schema.toAPISchema().toGraphQLJSSchema()),
    warnings: result.hints
      .filter(({ definition }) => definition.level.name === 'WARN')
      .map(({ definition, message }) => `${definition.code}: ${message.replace(/\s+/g, ' ')}`),
  };
}
