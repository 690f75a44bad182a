import { type DocumentNode, getOperationAST, Kind, type OperationDefinitionNode } from 'graphql';
import type { Denial } from '../access/denials.ts';
import type { ProtectedField } from '../access/protectedFields.ts';
import type { CompiledOperation, ErrorForClient } from '../execute/compiledOperation.ts';
import type { OperationCost } from './cost/operationCost.ts';
import { withoutIncremental } from './incremental/withoutIncremental.ts';

/**
 * What is known about one operation of one document, whoever sends it. Stages fill it in, in their order, the first
 * time the document passes; a document that was refused keeps its errors, so that sending it again costs nothing.
 */
export interface OperationDocument {
  /** As it was sent, for validation. */
  readonly document: DocumentNode;
  /** Without what only concerns how the answer is delivered; this is checked, planned and executed. */
  readonly executable: DocumentNode;
  /** The operation in `executable`. Missing when the document was refused, or has no such operation. */
  readonly operation: OperationDefinitionNode | undefined;
  refused?: readonly ErrorForClient[];
  /** True once it was compared with the schema and found valid. */
  validated: boolean;
  /** Whether it asks for the schema. */
  introspects?: boolean;
  protectedFields?: readonly ProtectedField[];
  /** Whether some of them depend on policies, so that they are decided for each request. */
  policed?: boolean;
  /** What is denied per permission set; an empty list lets the operation pass. */
  readonly decisions: Map<string, readonly Denial[]>;
  /** What is left of the operation for those who may not have all of it, by what is withheld. */
  readonly remainders: Map<string, OperationDocument>;
  /** Names what is withheld; empty for the whole operation. */
  readonly withheld: string;
  cost?: OperationCost;
  compiled?: CompiledOperation;
  /** While it is being planned. */
  planning?: Promise<CompiledOperation>;
  /** Puts back into answers what was taken out of the operation. */
  readonly complete?: (compiled: CompiledOperation) => CompiledOperation;
}

/** Begins what is known about a parsed document. */
export function operationDocument(document: DocumentNode, operationName: string | undefined): OperationDocument {
  const executable = withoutIncremental(document);
  const operation = getOperationAST(executable, operationName) ?? undefined;
  return {
    document,
    executable,
    operation,
    validated: false,
    decisions: new Map(),
    remainders: new Map(),
    withheld: '',
  };
}

/** What is known about a text that is no document, or too large a one. */
export function refusedDocument(refused: readonly ErrorForClient[]): OperationDocument {
  return { ...operationDocument({ kind: Kind.DOCUMENT, definitions: [] }, undefined), refused };
}
