import type { ASTNode } from 'graphql';
import type { EventDeclaration } from '../events/readEvents.ts';
import type { SubgraphSchema } from '../loadSubgraphSchemas.ts';

/** Everything that is written by hand: what a rule looks at. */
export interface SchemaSources {
  readonly subgraphs: readonly SubgraphSchema[];
  readonly events: readonly EventDeclaration[];
}

/** What a rule gets: the sources, and where to report a fault with what to do about it. */
export interface RuleContext extends SchemaSources {
  report(node: ASTNode | undefined, message: string, hint: string): void;
}

/** One rule of ours on top of composition's: reports every place that breaks it. */
export type SchemaRule = (context: RuleContext) => void;
