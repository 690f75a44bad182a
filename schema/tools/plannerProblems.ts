import { QueryPlanner } from '@graphql-hive/router-query-planner';
import { problemAt, type SchemaProblem } from './schemaProblem.ts';

/** Loads the supergraph with the router's own planner; what it refuses would otherwise be found only when the router starts. */
export function plannerProblems(supergraphSdl: string): SchemaProblem[] {
  try {
    new QueryPlanner(supergraphSdl);
    return [];
  } catch (error) {
    const message = `The query planner refuses the supergraph: ${error instanceof Error ? error.message : error}`;
    return [problemAt(undefined, message, 'use only directives and constructs that the planner supports')];
  }
}
