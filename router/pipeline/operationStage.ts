import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Logger } from '#platform/logs/logger.ts';
import type { AccessRules } from '../access/accessRules.ts';
import type { Policies } from '../access/policies.ts';
import type { PerAudience } from '../documents/audience.ts';
import type { AutomaticQueries } from '../documents/automaticQueries.ts';
import type { CostModel } from '../documents/cost/costDirectives.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { Safelist } from '../documents/safelist.ts';
import type { CompiledOperation } from '../execute/compiledOperation.ts';
import type { Exchange } from './exchange.ts';
import type { PlanAside } from './planning/planAside.ts';
import type { PluginPhases } from './pluginPhases.ts';

/** What stages work with; one per supergraph. */
export interface OperationParts {
  readonly apiSchema: GraphQLSchema;
  /** The same schema with the directives of incremental delivery; documents are validated against it. */
  readonly clientSchema: GraphQLSchema;
  readonly logger: Logger;
  readonly documents: DocumentStore;
  readonly safelist: Safelist;
  /** Missing when clients cannot register documents. */
  readonly automaticQueries: AutomaticQueries | undefined;
  readonly pluginPhases: PluginPhases;
  /** Missing when the router serves everybody. */
  readonly accessRules: AccessRules | undefined;
  /** Whether an operation with protected fields is refused, or answered without them. */
  readonly accessMode: 'reject' | 'filter';
  readonly policies: Policies;
  readonly costModel: CostModel;
  /** Whether callers may ask for the schema, and get suggestions. */
  readonly introspection: PerAudience<boolean>;
  /** Highest estimated cost; 0 for none. */
  readonly costLimits: PerAudience<number>;
  /** Entries that count for a list of which nothing is known. */
  readonly listSize: number;
  readonly planAside: PlanAside;
  compile(document: DocumentNode, operationName: string | undefined): CompiledOperation;
}

/**
 * One step of every operation, whichever transport brought it. It reads from the exchange what earlier stages gave and
 * adds its own part, or throws RequestRefused.
 */
export interface OperationStage {
  readonly name: string;
  run(exchange: Exchange, parts: OperationParts): void | Promise<void>;
}
