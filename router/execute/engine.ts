import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Logger } from '#platform/logs/logger.ts';
import { createPlanner } from '../plan/planner.ts';
import type { ThoroughPlanner } from '../plan/thoroughPlanner.ts';
import type { SubgraphTransport } from '../subgraph-transport/subgraphTransport.ts';
import { apiSchemaOf } from '../supergraph/apiSchema.ts';
import { entityKeysOf } from '../supergraph/entityKeys.ts';
import { type EventStream, eventStreamsOf } from '../supergraph/eventStreamsOf.ts';
import { requiredFieldsOf } from '../supergraph/requiredFields.ts';
import { type Subgraph, subgraphsOf } from '../supergraph/subgraphsOf.ts';
import { supergraphDocument } from '../supergraph/supergraphDocument.ts';
import { typeRelationsOf } from '../supergraph/typeRelations.ts';
import type { CompiledOperation } from './compiledOperation.ts';
import { compileOperation } from './compileOperation.ts';
import type { AnswerMemo } from './memo/answerMemo.ts';

/** What an engine is made of. */
export interface EngineOptions {
  /** Text of a Federation 2 supergraph. */
  readonly supergraphSdl: string;
  /** How subgraphs are reached; the engine closes it with itself. */
  readonly transport: SubgraphTransport;
  /** Labels of progressive overrides that are in force. */
  readonly overrideLabels?: readonly string[];
  /** Whether code may be generated with `new Function`; else closures do the same, slower. */
  readonly generateCode?: boolean;
  /** Remembers executions of queries; each is done anew without it. One memo serves one engine only. */
  readonly memo?: AnswerMemo | undefined;
  /** Plans what the fast planner cannot; here and at once, unless given. What it throws, compiling throws. */
  readonly thorough?: ThoroughPlanner;
  readonly logger: Logger;
}

/** Everything that executes operations of one supergraph. */
export interface Engine {
  /** The schema that clients see. */
  readonly apiSchema: GraphQLSchema;
  /** Compiles one operation of a document that is valid against `apiSchema`; see {@link compileOperation}. */
  compile(document: DocumentNode, operationName?: string | null): CompiledOperation;
  readonly subgraphs: readonly Subgraph[];
  /** Subscription fields that events feed, by field name. */
  readonly eventStreams: ReadonlyMap<string, EventStream>;
  close(): Promise<void>;
}

/**
 * Makes the engine for one supergraph.
 *
 * @throws CodedError SUPERGRAPH_INVALID when the supergraph cannot be used
 */
export function createEngine(options: EngineOptions): Engine {
  const { supergraphSdl, transport, overrideLabels, generateCode = true, thorough, memo, logger } = options;
  const supergraph = supergraphDocument(supergraphSdl);
  const apiSchema = apiSchemaOf(supergraph);
  const keys = entityKeysOf(supergraph);
  const context = {
    apiSchema,
    planner: createPlanner(supergraphSdl, { ...(overrideLabels && { overrideLabels }), apiSchema, thorough }),
    types: typeRelationsOf(supergraph),
    keys,
    keyNames: keys.names,
    generateCode,
    required: requiredFieldsOf(supergraph).names,
    transport,
    memo,
    logger,
  };
  return {
    apiSchema,
    compile: (document, operationName) => compileOperation(context, document, operationName),
    subgraphs: [...subgraphsOf(supergraph).values()],
    eventStreams: eventStreamsOf(supergraph),
    close: () => transport.close(),
  };
}
