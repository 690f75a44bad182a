import {
  execute,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Writer } from './writer.ts';

/**
 * A writer for `__schema` and `__type`, which the router answers itself: graphql-js executes the selection on the API
 * schema. The text is kept when no variable takes part.
 */
export function introspectionWriter(
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  operation: OperationDefinitionNode,
  responseKey: string,
  nodes: readonly FieldNode[],
): Writer {
  const document = {
    kind: Kind.DOCUMENT as const,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION as const,
        operation: OperationTypeNode.QUERY,
        variableDefinitions: operation.variableDefinitions,
        selectionSet: { kind: Kind.SELECTION_SET as const, selections: nodes },
      },
      ...fragments.values(),
    ],
  };
  const isConstant = operation.variableDefinitions === undefined || operation.variableDefinitions.length === 0;
  let kept: string | undefined;
  return (_value, run) => {
    if (kept !== undefined) return kept;
    const result = execute({ schema, document, variableValues: run.variables });
    if (result instanceof Promise)
      throw new CodedError('INTERNAL_ERROR', { message: 'Introspection was asynchronous.' });
    const text = JSON.stringify(result.data?.[responseKey] ?? null);
    if (isConstant) kept = text;
    return text;
  };
}
