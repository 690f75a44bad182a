import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { AccessRules } from '../access/accessRules.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { CompiledOperation } from '../execute/compiledOperation.ts';
import type { Exchange } from './exchange.ts';
import type { Lifecycle } from './lifecycle.ts';

/** What stages work with; one per supergraph. */
export interface OperationParts {
  readonly apiSchema: GraphQLSchema;
  readonly documents: DocumentStore;
  readonly lifecycle: Lifecycle;
  /** Missing when the router serves everybody. */
  readonly accessRules: AccessRules | undefined;
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
