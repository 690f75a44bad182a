import type { OperationDefinitionNode } from 'graphql';

/** An operation that declares no variable but those that are used, as validation demands. */
export function withUsedVariables(
  operation: OperationDefinitionNode,
  used: ReadonlySet<string>,
): OperationDefinitionNode {
  if (!operation.variableDefinitions) return operation;
  const variableDefinitions = operation.variableDefinitions.filter(({ variable }) => used.has(variable.name.value));
  return { ...operation, variableDefinitions };
}
