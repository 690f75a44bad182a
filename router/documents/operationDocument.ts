import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { ProtectedField } from '../access/protectedFields.ts';
import type { CompiledOperation, ErrorForClient } from '../execute/compiledOperation.ts';

/**
 * What is known about one operation of one document, whoever sends it. Stages fill it in, in their order, the first
 * time the document passes; a document that was refused keeps its errors, so that sending it again costs nothing.
 */
export interface OperationDocument {
  readonly document: DocumentNode;
  operation?: OperationDefinitionNode;
  /** True once it was compared with the schema and found valid. */
  validated: boolean;
  refused?: readonly ErrorForClient[];
  protectedFields?: readonly ProtectedField[];
  /** Access errors per permission set; an empty list lets the operation pass. */
  readonly decisions: Map<string, readonly ErrorForClient[]>;
  compiled?: CompiledOperation;
}

/** Begins what is known about a parsed document. */
export function operationDocument(document: DocumentNode): OperationDocument {
  return { document, validated: false, decisions: new Map() };
}
