import { type DocumentNode, getOperationAST, Kind, type OperationDefinitionNode } from 'graphql';
import type { ProtectedField } from '../access/protectedFields.ts';
import type { CompiledOperation, ErrorForClient } from '../execute/compiledOperation.ts';

/**
 * What is known about one operation of one document, whoever sends it. Stages fill it in, in their order, the first
 * time the document passes; a document that was refused keeps its errors, so that sending it again costs nothing.
 */
export interface OperationDocument {
  readonly document: DocumentNode;
  /** Missing when the document was refused, or has no such operation. */
  readonly operation: OperationDefinitionNode | undefined;
  refused?: readonly ErrorForClient[];
  /** True once it was compared with the schema and found valid. */
  validated: boolean;
  protectedFields?: readonly ProtectedField[];
  /** Access errors per permission set; an empty list lets the operation pass. */
  readonly decisions: Map<string, readonly ErrorForClient[]>;
  compiled?: CompiledOperation;
}

/** Begins what is known about a parsed document. */
export function operationDocument(document: DocumentNode, operationName: string | undefined): OperationDocument {
  const operation = getOperationAST(document, operationName) ?? undefined;
  return { document, operation, validated: false, decisions: new Map() };
}

/** What is known about a text that is no document, or too large a one. */
export function refusedDocument(refused: readonly ErrorForClient[]): OperationDocument {
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };
  return { document, operation: undefined, refused, validated: false, decisions: new Map() };
}
